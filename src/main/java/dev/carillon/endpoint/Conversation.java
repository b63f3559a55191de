package dev.carillon.endpoint;

/** What {@link SessionsEndpoint} keeps of one session. Confined to the event loop of its core. */
final class Conversation {
    /** An epoch in which no session was entered. */
    static final int NEVER = -1;

    final Peer peer;

    /** How many messages were counted and answered. */
    long counted;

    /** Whether a command that writes the session's key was ever sent. */
    boolean mayBeInRedis;

    /** The bridge's epoch in which the session was last entered. */
    int epoch;

    /** Whether the endpoint has it among those to count at the turn's end. */
    boolean queued;

    /** Messages whose count is on its way, or null. */
    Batch running;

    /** Messages that came since. */
    Batch waiting = new Batch();

    Conversation(Peer peer) {
        this.peer = peer;
    }

    /** Whether no message awaits its answer. */
    boolean idle() {
        return running == null && waiting.size() == 0;
    }

    /** Takes the messages that wait as those on their way. */
    Batch next() {
        running = waiting;
        waiting = new Batch();
        return running;
    }

    /** The messages on their way have their result. */
    Batch finish() {
        Batch finished = running;
        running = null;
        return finished;
    }
}
