package dev.carillon.ops;

import dev.carillon.setting.Setting;
import java.time.Duration;

/** When a verticle counts as failed and how fast it is started again. Immutable. */
public record SupervisorSettings(
        @Setting(
                value = "10s",
                min = 100,
                max = 3_600_000,
                doc = "A verticle whose event loop does not answer for so long has failed.")
        Duration blockedAfter,

        @Setting(value = "200ms", min = 1, max = 600_000, doc = "Pause before a failed verticle is started again.")
        Duration backoffMin,

        @Setting(value = "10s", min = 1, max = 600_000, doc = "Longest such pause, reached by doubling.")
        Duration backoffMax) {}
