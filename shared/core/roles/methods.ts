export interface MethodRule {
  /** Full name as gRPC has it: `/package.Service/Method`. */
  readonly method: string;
  readonly roles: readonly string[];
}

const admin = "os:admin";
const operator = "os:operator";
const reader = "os:reader";
const backup = "os:etcd:backup";
const metaWriter = "os:meta:writer";
const imageVerifier = "os:image:verifier";

/**
 * Talos' rule table: each method of apid's API and the roles that may call it (Talos at HEAD of August 2026,
 * internal/app/machined/pkg/system/services/machined.go:39-155). A role that is in no row allows nothing.
 */
export const methodRules: readonly MethodRule[] = [
  {
    method: "/cluster.ClusterService/HealthCheck",
    roles: [admin, operator, reader],
  },
  { method: "/cosi.resource.State/Create", roles: [admin] },
  { method: "/cosi.resource.State/Destroy", roles: [admin] },
  { method: "/cosi.resource.State/Get", roles: [admin, operator, reader] },
  { method: "/cosi.resource.State/List", roles: [admin, operator, reader] },
  { method: "/cosi.resource.State/Teardown", roles: [admin] },
  { method: "/cosi.resource.State/TeardownAndDestroy", roles: [admin] },
  { method: "/cosi.resource.State/Update", roles: [admin] },
  { method: "/cosi.resource.State/Watch", roles: [admin, operator, reader] },
  {
    method: "/inspect.InspectService/ControllerRuntimeDependencies",
    roles: [admin, operator, reader],
  },
  { method: "/machine.DebugService/ContainerRun", roles: [admin] },
  { method: "/machine.ImageService/Import", roles: [admin] },
  { method: "/machine.ImageService/List", roles: [admin, operator, reader] },
  { method: "/machine.ImageService/Pull", roles: [admin, operator] },
  { method: "/machine.ImageService/Remove", roles: [admin] },
  {
    method: "/machine.ImageService/Verify",
    roles: [admin, operator, reader, imageVerifier],
  },
  { method: "/machine.LVMService/LogicalVolumeRemove", roles: [admin, reader] },
  {
    method: "/machine.LVMService/PhysicalVolumeRemove",
    roles: [admin, reader],
  },
  { method: "/machine.LVMService/VolumeGroupRemove", roles: [admin, reader] },
  { method: "/machine.LifecycleService/Install", roles: [admin] },
  { method: "/machine.LifecycleService/Upgrade", roles: [admin] },
  { method: "/machine.MDService/Destroy", roles: [admin, reader] },
  {
    method: "/machine.MachineService/ApplyConfiguration",
    roles: [admin, reader],
  },
  { method: "/machine.MachineService/Bootstrap", roles: [admin] },
  {
    method: "/machine.MachineService/CPUFreqStats",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/CPUInfo",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/Containers",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/Copy", roles: [admin] },
  {
    method: "/machine.MachineService/DiskStats",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/DiskUsage",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/Dmesg", roles: [admin, operator, reader] },
  {
    method: "/machine.MachineService/EtcdAlarmDisarm",
    roles: [admin, operator],
  },
  {
    method: "/machine.MachineService/EtcdAlarmList",
    roles: [admin, operator, reader, backup],
  },
  {
    method: "/machine.MachineService/EtcdDefragment",
    roles: [admin, operator],
  },
  { method: "/machine.MachineService/EtcdDowngradeCancel", roles: [admin] },
  { method: "/machine.MachineService/EtcdDowngradeEnable", roles: [admin] },
  { method: "/machine.MachineService/EtcdDowngradeValidate", roles: [admin] },
  { method: "/machine.MachineService/EtcdForfeitLeadership", roles: [admin] },
  { method: "/machine.MachineService/EtcdLeaveCluster", roles: [admin] },
  {
    method: "/machine.MachineService/EtcdMemberList",
    roles: [admin, operator, reader, backup],
  },
  { method: "/machine.MachineService/EtcdRecover", roles: [admin] },
  { method: "/machine.MachineService/EtcdRemoveMemberByID", roles: [admin] },
  {
    method: "/machine.MachineService/EtcdSnapshot",
    roles: [admin, operator, backup],
  },
  {
    method: "/machine.MachineService/EtcdStatus",
    roles: [admin, operator, reader, backup],
  },
  {
    method: "/machine.MachineService/Events",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/GenerateClientConfiguration",
    roles: [admin],
  },
  {
    method: "/machine.MachineService/Hostname",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/ImageList",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/ImagePull", roles: [admin, operator] },
  { method: "/machine.MachineService/Kubeconfig", roles: [admin] },
  { method: "/machine.MachineService/List", roles: [admin, operator, reader] },
  {
    method: "/machine.MachineService/LoadAvg",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/Logs", roles: [admin, operator, reader] },
  {
    method: "/machine.MachineService/LogsContainers",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/Memory",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/MetaDelete", roles: [admin, metaWriter] },
  { method: "/machine.MachineService/MetaWrite", roles: [admin, metaWriter] },
  {
    method: "/machine.MachineService/Mounts",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/Netstat",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/NetworkDeviceStats",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/PacketCapture", roles: [admin, operator] },
  {
    method: "/machine.MachineService/Processes",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/Read", roles: [admin] },
  { method: "/machine.MachineService/Reboot", roles: [admin, operator] },
  { method: "/machine.MachineService/Reset", roles: [admin] },
  { method: "/machine.MachineService/Restart", roles: [admin, operator] },
  { method: "/machine.MachineService/Rollback", roles: [admin] },
  {
    method: "/machine.MachineService/ServiceList",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.MachineService/ServiceRestart",
    roles: [admin, operator],
  },
  { method: "/machine.MachineService/ServiceStart", roles: [admin, operator] },
  { method: "/machine.MachineService/ServiceStop", roles: [admin, operator] },
  { method: "/machine.MachineService/Shutdown", roles: [admin, operator] },
  { method: "/machine.MachineService/Stats", roles: [admin, operator, reader] },
  {
    method: "/machine.MachineService/SystemStat",
    roles: [admin, operator, reader],
  },
  { method: "/machine.MachineService/Upgrade", roles: [admin] },
  {
    method: "/machine.MachineService/Version",
    roles: [admin, operator, reader],
  },
  {
    method: "/machine.StorageService/Statfs",
    roles: [admin, operator, reader],
  },
  { method: "/storage.StorageService/BlockDeviceWipe", roles: [admin, reader] },
  { method: "/storage.StorageService/Disks", roles: [admin, operator, reader] },
  { method: "/time.TimeService/Time", roles: [admin, operator, reader] },
  { method: "/time.TimeService/TimeCheck", roles: [admin, operator, reader] },
];

/** The methods that any of these roles may call, in the table's order. */
export function allowedMethods(
  roles: readonly string[],
): readonly MethodRule[] {
  return methodRules.filter((rule) =>
    rule.roles.some((role) => roles.includes(role)),
  );
}
