package dev.carillon.socket;

import java.util.ArrayDeque;

/** Segments that wait for one session, in order. Costs next to nothing while one waits at most. Confined to the event loop of its session. */
final class Backlog {
    private static final int FIRST_CAPACITY = 4;

    private final boolean deflate;
    private Segment head;
    private ArrayDeque<Segment> rest;
    private int bytes;

    Backlog(boolean deflate) {
        this.deflate = deflate;
    }

    boolean isEmpty() {
        return head == null;
    }

    int bytes() {
        return bytes;
    }

    void add(Segment segment) {
        entered(segment);
        if (head == null) {
            head = segment;
        } else {
            rest().add(segment);
        }
    }

    void addFirst(Segment segment) {
        entered(segment);
        if (head != null) {
            rest().addFirst(head);
        }
        head = segment;
    }

    /** Takes the oldest; null when there is none. */
    Segment poll() {
        Segment segment = head;
        if (segment != null) {
            head = rest == null ? null : rest.poll();
            left(segment);
        }
        return segment;
    }

    /** Takes the newest; null when there is none. */
    Segment pollLast() {
        if (rest == null || rest.isEmpty()) {
            return poll();
        }
        Segment segment = rest.pollLast();
        left(segment);
        return segment;
    }

    private ArrayDeque<Segment> rest() {
        if (rest == null) {
            rest = new ArrayDeque<>(FIRST_CAPACITY);
        }
        return rest;
    }

    private void entered(Segment segment) {
        bytes += segment.bytes(deflate);
        segment.queued();
    }

    private void left(Segment segment) {
        bytes -= segment.bytes(deflate);
        segment.unqueued();
        if (head == null) {
            rest = null;
        }
    }
}
