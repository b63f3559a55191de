package dev.carillon.ops;

import dev.carillon.setting.Setting;

/** Where log lines go and in which form. Immutable. */
public record LoggingSettings(
        @Setting(value = "info", doc = "Least level that is logged.")
        Level level,

        @Setting(value = "logs", doc = "Folder of the rolling log files; empty: none.")
        String directory,

        @Setting(value = "10485760", min = 1024, max = 1_073_741_824, doc = "Size at which a log file rolls, in bytes.")
        long maxFileBytes,

        @Setting(value = "7", min = 1, max = 1000, doc = "Rolled log files that are kept.")
        int maxFiles,

        @Setting(value = "false", doc = "Whether each line, on the terminal and in the file, is a JSON object.")
        boolean json) {

    /** Levels, from silent to talkative. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
