package dev.carillon.load;

/** How a run ended, the worse the later asked for: a run that could not run is judged no further. */
public enum Outcome {
    PASSED(0, "passed"),
    /** Unreachable, refused, not the protocol, a disk that is full. */
    FAILED(1, "could not run"),
    USAGE(2, "wrong options"),
    /** {@code --verify} found messages lost, duplicated, out of order or late, or clients that did not stay connected. */
    INEXACT(3, "messages are not accounted for"),
    /** The load tester was the bottleneck. */
    INVALID(4, "invalid: the load tester was the bottleneck"),
    /** Slower than the baseline allows. */
    SLOWER(5, "slower than the baseline");

    private final int exitCode;
    private final String words;

    Outcome(int exitCode, String words) {
        this.exitCode = exitCode;
        this.words = words;
    }

    /** Whether this one is what several runs come to, when one of them is {@code other}. */
    public boolean overrules(Outcome other) {
        return other == PASSED || this != PASSED && compareTo(other) < 0;
    }

    public int exitCode() {
        return exitCode;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
