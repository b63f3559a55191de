package dev.carillon.load.run;

import dev.carillon.load.LoadException;
import dev.carillon.load.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machine has and allows, where Linux says it; elsewhere nothing is known and nothing is refused. Pure. */
final class Machine {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +(\\d+|unlimited) +(\\d+|unlimited)");
    /** The jar, event loops and what the JVM has open. */
    private static final int OWN_FILES = 100;
    /** For classes, steps and reports once there are no more files for connections. */
    private static final int SPARE_FILES = 40;

    /** Of one source address to one target, as Linux deals them out. */
    private static final int PORTS = 28_000;

    private static final int KB = 1024;

    private Machine() {}

    /** @throws LoadException when so many connections cannot be, with what would help */
    static void check(Plan plan) {
        check(plan, openFiles(read(LIMITS)));
    }

    static void check(Plan plan, long openFiles) {
        long needed = (long) plan.maxConnections() + plan.resources().threads() + OWN_FILES;
        if (needed > openFiles) {
            throw LoadException.failed(String.format(
                    "%,d connections need %,d open files, and this process may open %,d; raise the limit first: ulimit -n %d,"
                            + " or share the run between processes with --worker",
                    plan.maxConnections(), needed, openFiles, needed));
        }
        long ports = (long) Math.max(1, plan.target().sources().size())
                * plan.target().urls().size()
                * PORTS;
        if (plan.maxConnections() > ports) {
            throw LoadException.failed(String.format(
                    "%,d connections need more than the %,d ports of the source addresses; give more with --source",
                    plan.maxConnections(), ports));
        }
    }

    static long openFiles(String limits) {
        Matcher matcher = OPEN_FILES.matcher(limits);
        return matcher.find() && !matcher.group(1).equals("unlimited")
                ? Long.parseLong(matcher.group(1))
                : Long.MAX_VALUE;
    }

    /** How many files this process may open beside those that it has open, and a few to go on with. */
    static long freeFiles() {
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return openFiles(read(LIMITS)) - (open == null ? 0 : open.length) - SPARE_FILES;
    }

    /** Which share of the machine's memory is not available. */
    static double memoryUsed() {
        String text = read(MEMORY);
        double total = kilobytes(text, "MemTotal");
        return total == 0 ? 0 : 1 - kilobytes(text, "MemAvailable") / total;
    }

    /** Resident memory of a process in bytes; 0 when it cannot be told. */
    static long residentBytes(int pid) {
        return pid == 0 ? 0 : KB * kilobytes(read(Path.of("/proc", String.valueOf(pid), "status")), "VmRSS");
    }

    /** Resident memory of this process in bytes. */
    static long ownResidentBytes() {
        return KB * kilobytes(read(Path.of("/proc/self/status")), "VmRSS");
    }

    private static long kilobytes(String text, String name) {
        Matcher matcher = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
