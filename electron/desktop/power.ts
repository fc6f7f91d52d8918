import type { PowerMonitor } from "electron";
import type { SettingsStore } from "../../shared/core/ports/settings-store.ts";
import type { Host } from "../../shared/host/host.ts";

const checkEveryMs = 15_000;
const anyIdleSeconds = 60;

/** Locks when the machine sleeps, when its screen is locked and when nobody is there, as the settings say. */
export function lockWithTheMachine(
  power: PowerMonitor,
  host: Host,
  settings: SettingsStore,
): void {
  const lockForSleep = async (): Promise<void> => {
    const { lockOnSuspend } = await settings.read();
    if (lockOnSuspend) await host.lock("The machine went to sleep.");
  };
  power.on("suspend", () => void lockForSleep());
  power.on("resume", () => void host.wake());
  // The system waits a moment: keys must not outlive it.
  power.on("shutdown", () => host.close());
  const lockWithScreen = async (): Promise<void> => {
    const { lockOnScreenLock } = await settings.read();
    if (lockOnScreenLock) await host.lock("The screen was locked.");
  };
  // Linux has no such event: there the state is asked for below.
  power.on("lock-screen", () => void lockWithScreen());
  const checkIdle = async (): Promise<void> => {
    if (!host.isUnlocked) return;
    if (power.getSystemIdleState(anyIdleSeconds) === "locked")
      return lockWithScreen();
    await host.idle(power.getSystemIdleTime());
  };
  setInterval(() => void checkIdle(), checkEveryMs).unref();
}
