package dev.carillon.socketio;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The packets of one request of a client's, and the request, which is answered when all of them were taken and not too many answers
 * are owed: a client sends no more before. Confined to the event loop of its session.
 */
final class PostQueue {
    private final int maxUnanswered;

    // Touched only on the session's event loop
    private final Deque<EnginePacket> packets = new ArrayDeque<>();
    private Consumer<Object> post;
    private int owed;

    PostQueue(int maxUnanswered) {
        this.maxUnanswered = maxUnanswered;
    }

    /** Whether a request waits to be answered. */
    boolean isBusy() {
        return post != null;
    }

    void post(List<EnginePacket> all, Consumer<Object> answer) {
        packets.addAll(all);
        post = answer;
    }

    /** The next packet to take, or null when there is none, or none may be taken now. */
    EnginePacket next() {
        return owed < maxUnanswered ? packets.poll() : null;
    }

    /** Answers the request if it is time to. */
    void settle() {
        if (post != null && packets.isEmpty() && owed < maxUnanswered) {
            answer(HttpAnswer.OK);
        }
    }

    /** Answers the request, if there is one, and forgets what it brought. */
    void answer(HttpAnswer answer) {
        Consumer<Object> waiting = post;
        post = null;
        packets.clear();
        if (waiting != null) {
            waiting.accept(answer);
        }
    }

    void owe(int messages) {
        owed += messages;
    }

    /** Whether nothing is owed and nothing is to be taken. */
    boolean isQuiet() {
        return owed == 0 && post == null;
    }
}
