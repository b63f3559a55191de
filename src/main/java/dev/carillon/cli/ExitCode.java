package dev.carillon.cli;

/** What the process ends with. */
final class ExitCode {
    static final int OK = 0;
    /** It could not run: a port in use, no Redis, a bug; or nobody was there to hear it. */
    static final int FAILED = 1;
    /** The command line, the configuration or what was asked of a server is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
