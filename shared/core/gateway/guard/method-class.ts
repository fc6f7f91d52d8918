/**
 * `read` changes nothing. `write` changes something. `destructive` takes something away that does not come back by
 * itself: data, a member of etcd, a node that is switched off.
 */
export type MethodClass = "read" | "write" | "destructive";

const methodsOf: Readonly<
  Record<MethodClass, Readonly<Record<string, string>>>
> = {
  read: {
    "cluster.ClusterService": "HealthCheck",
    "cosi.resource.State": "Get List Watch",
    "inspect.InspectService": "ControllerRuntimeDependencies",
    "machine.ImageService": "List Verify",
    "machine.MachineService": [
      "CPUFreqStats CPUInfo Containers Copy DiskStats DiskUsage Dmesg EtcdAlarmList EtcdDowngradeValidate",
      "EtcdMemberList EtcdSnapshot EtcdStatus Events Hostname ImageList Kubeconfig List LoadAvg Logs LogsContainers",
      "Memory Mounts Netstat NetworkDeviceStats PacketCapture Processes Read ServiceList Stats SystemStat Version",
    ].join(" "),
    "machine.StorageService": "Statfs",
    "resource.ResourceService": "Get List Watch",
    "storage.StorageService": "Disks",
    "time.TimeService": "Time TimeCheck",
  },
  write: {
    "cosi.resource.State": "Create Update",
    "machine.DebugService": "ContainerRun",
    "machine.ImageService": "Import Pull Remove",
    "machine.LifecycleService": "Install Upgrade",
    "machine.MachineService": [
      "ApplyConfiguration Bootstrap EtcdAlarmDisarm EtcdDefragment EtcdDowngradeCancel EtcdDowngradeEnable",
      "EtcdForfeitLeadership GenerateClientConfiguration GenerateConfiguration ImagePull MetaDelete MetaWrite Reboot",
      "Restart Rollback ServiceRestart ServiceStart ServiceStop Upgrade",
    ].join(" "),
  },
  destructive: {
    "cosi.resource.State": "Destroy Teardown TeardownAndDestroy",
    "machine.LVMService":
      "LogicalVolumeRemove PhysicalVolumeRemove VolumeGroupRemove",
    "machine.MDService": "Destroy",
    "machine.MachineService":
      "EtcdLeaveCluster EtcdRecover EtcdRemoveMember EtcdRemoveMemberByID Reset Shutdown",
    "storage.StorageService": "BlockDeviceWipe",
  },
};

const classes: ReadonlyMap<string, MethodClass> = new Map(
  (["read", "write", "destructive"] as const).flatMap((name) =>
    Object.entries(methodsOf[name]).flatMap(([service, methods]) =>
      methods
        .split(" ")
        .map((method) => [`/${service}/${method}`, name] as const),
    ),
  ),
);

/** A method that this release does not know writes. */
export function classOf(method: string): MethodClass {
  return classes.get(method) ?? "write";
}

/** Exactly as gRPC writes it: a server may take a path for one that it is not (`machine.X/Y` for `/machine.X/Y`). */
export function isMethodName(path: string): boolean {
  return /^\/[A-Za-z]\w*(?:\.\w+)*\/[A-Za-z]\w*$/.test(path);
}
