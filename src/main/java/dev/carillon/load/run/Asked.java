package dev.carillon.load.run;

/** When the messages that a session has no answer to yet were due. Confined to its client's lane. */
final class Asked {
    /** A session that waits for more answers sends nothing more. */
    private static final int MAX = 65_536;

    private long[] dueUs = new long[4];
    private int oldest;
    private int end;

    /** Notes the next message; false when too many wait. */
    boolean add(long us) {
        if (end - oldest == dueUs.length) {
            if (dueUs.length == MAX) {
                return false;
            }
            grow();
        }
        dueUs[end++ & dueUs.length - 1] = us;
        return true;
    }

    /** Forgets the messages below {@code number}: each has its answer, or was passed over. */
    void forget(int number) {
        oldest = Math.max(oldest, Math.min(number, end));
    }

    boolean knows(int number) {
        return number >= oldest && number < end;
    }

    long dueUs(int number) {
        return dueUs[number & dueUs.length - 1];
    }

    /** How many have been sent. */
    int sent() {
        return end;
    }

    private void grow() {
        long[] larger = new long[dueUs.length * 2];
        for (int i = oldest; i < end; i++) {
            larger[i & larger.length - 1] = dueUs[i & dueUs.length - 1];
        }
        dueUs = larger;
    }
}
