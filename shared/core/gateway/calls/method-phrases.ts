/** Each method as a request to a person: `{node}` is what it is done to, other braces are fields of the request. */
export const phrases: Readonly<Record<string, string>> = {
  "/cluster.ClusterService/HealthCheck": "Check the health of {node}",
  "/cosi.resource.State/Create": "Create a resource on {node}",
  "/cosi.resource.State/Destroy": "Destroy the resource {type} {id} of {node}",
  "/cosi.resource.State/Get": "Read the resource {type} {id} of {node}",
  "/cosi.resource.State/List": "List the resources {type} of {node}",
  "/cosi.resource.State/Teardown":
    "Tear down the resource {type} {id} of {node}",
  "/cosi.resource.State/TeardownAndDestroy":
    "Tear down and destroy the resource {type} {id} of {node}",
  "/cosi.resource.State/Update": "Change a resource of {node}",
  "/cosi.resource.State/Watch": "Watch the resources {type} {id} of {node}",
  "/inspect.InspectService/ControllerRuntimeDependencies":
    "Inspect the controllers of {node}",
  "/machine.DebugService/ContainerRun": "Run a debug container on {node}",
  "/machine.ImageService/Import": "Import an image on {node}",
  "/machine.ImageService/List": "List the images of {node}",
  "/machine.ImageService/Pull": "Pull the image {imageRef} on {node}",
  "/machine.ImageService/Remove": "Remove the image {imageRef} from {node}",
  "/machine.ImageService/Verify":
    "Verify the signature of the image {imageRef} on {node}",
  "/machine.LVMService/LogicalVolumeRemove":
    "Remove the logical volume {logicalVolume} of the group {volumeGroup} from {node}",
  "/machine.LVMService/PhysicalVolumeRemove":
    "Remove the physical volume {device} from {node}",
  "/machine.LVMService/VolumeGroupRemove":
    "Remove the volume group {volumeGroup} from {node}",
  "/machine.LifecycleService/Install": "Install Talos on {node}",
  "/machine.LifecycleService/Upgrade": "Upgrade Talos on {node}",
  "/machine.MDService/Destroy": "Destroy the RAID array {device} of {node}",
  "/machine.MachineService/ApplyConfiguration":
    "Apply a machine configuration to {node}",
  "/machine.MachineService/Bootstrap": "Bootstrap etcd on {node}",
  "/machine.MachineService/CPUFreqStats":
    "Read the processor frequencies of {node}",
  "/machine.MachineService/CPUInfo": "Read what processors {node} has",
  "/machine.MachineService/Containers": "List the containers of {node}",
  "/machine.MachineService/Copy": "Copy {rootPath} from {node}",
  "/machine.MachineService/DiskStats": "Read the disk statistics of {node}",
  "/machine.MachineService/DiskUsage": "Read the disk usage of {node}",
  "/machine.MachineService/Dmesg": "Read the kernel log of {node}",
  "/machine.MachineService/EtcdAlarmDisarm": "Disarm the etcd alarms of {node}",
  "/machine.MachineService/EtcdAlarmList": "List the etcd alarms of {node}",
  "/machine.MachineService/EtcdDefragment": "Defragment etcd on {node}",
  "/machine.MachineService/EtcdDowngradeCancel":
    "Cancel the downgrade of etcd on {node}",
  "/machine.MachineService/EtcdDowngradeEnable":
    "Allow a downgrade of etcd to {version} on {node}",
  "/machine.MachineService/EtcdDowngradeValidate":
    "Check a downgrade of etcd to {version} on {node}",
  "/machine.MachineService/EtcdForfeitLeadership":
    "Give up the leadership of etcd on {node}",
  "/machine.MachineService/EtcdLeaveCluster": "Take {node} out of etcd",
  "/machine.MachineService/EtcdMemberList": "List the etcd members of {node}",
  "/machine.MachineService/EtcdRecover":
    "Restore etcd on {node} from a snapshot",
  "/machine.MachineService/EtcdRemoveMember":
    "Remove the member {member} from etcd, on {node}",
  "/machine.MachineService/EtcdRemoveMemberByID":
    "Remove the member {memberId} from etcd, on {node}",
  "/machine.MachineService/EtcdSnapshot":
    "Take a snapshot of etcd from {node}: every Secret of Kubernetes is in it",
  "/machine.MachineService/EtcdStatus": "Read the etcd status of {node}",
  "/machine.MachineService/Events": "Read the events of {node}",
  "/machine.MachineService/GenerateClientConfiguration":
    "Make a new client certificate on {node}",
  "/machine.MachineService/GenerateConfiguration":
    "Generate a machine configuration on {node}",
  "/machine.MachineService/Hostname": "Read the host name of {node}",
  "/machine.MachineService/ImageList": "List the images of {node}",
  "/machine.MachineService/ImagePull": "Pull the image {reference} on {node}",
  "/machine.MachineService/Kubeconfig":
    "Take an administrator's kubeconfig from {node}",
  "/machine.MachineService/List": "List the files in {root} of {node}",
  "/machine.MachineService/LoadAvg": "Read the load of {node}",
  "/machine.MachineService/Logs": "Read the logs of {id} on {node}",
  "/machine.MachineService/LogsContainers": "List which logs {node} has",
  "/machine.MachineService/Memory": "Read the memory use of {node}",
  "/machine.MachineService/MetaDelete": "Delete the META key {key} of {node}",
  "/machine.MachineService/MetaWrite": "Write the META key {key} of {node}",
  "/machine.MachineService/Mounts": "List the mounts of {node}",
  "/machine.MachineService/Netstat": "List the connections of {node}",
  "/machine.MachineService/NetworkDeviceStats":
    "Read the network statistics of {node}",
  "/machine.MachineService/PacketCapture":
    "Capture packets of {interface} on {node}",
  "/machine.MachineService/Processes": "List the processes of {node}",
  "/machine.MachineService/Read": "Read the file {path} of {node}",
  "/machine.MachineService/Reboot": "Reboot {node}",
  "/machine.MachineService/Reset": "Reset {node}",
  "/machine.MachineService/Restart": "Restart the container {id} on {node}",
  "/machine.MachineService/Rollback": "Roll {node} back to the release before",
  "/machine.MachineService/ServiceList": "List the services of {node}",
  "/machine.MachineService/ServiceRestart":
    "Restart the service {id} on {node}",
  "/machine.MachineService/ServiceStart": "Start the service {id} on {node}",
  "/machine.MachineService/ServiceStop": "Stop the service {id} on {node}",
  "/machine.MachineService/Shutdown": "Shut down {node}",
  "/machine.MachineService/Stats": "Read the container statistics of {node}",
  "/machine.MachineService/SystemStat": "Read the system statistics of {node}",
  "/machine.MachineService/Upgrade": "Upgrade {node} to the image {image}",
  "/machine.MachineService/Version": "Read the version of {node}",
  "/machine.StorageService/Statfs": "Read how full {path} is on {node}",
  "/resource.ResourceService/Get": "Read the resource {type} {id} of {node}",
  "/resource.ResourceService/List": "List the resources {type} of {node}",
  "/resource.ResourceService/Watch":
    "Watch the resources {type} {id} of {node}",
  "/storage.StorageService/BlockDeviceWipe": "Wipe disks of {node}",
  "/storage.StorageService/Disks": "List the disks of {node}",
  "/time.TimeService/Time": "Read the clock of {node}",
  "/time.TimeService/TimeCheck":
    "Compare the clock of {node} with the server {server}",
};
