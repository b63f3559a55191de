package dev.carillon.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The bridge as a core sees it: gathers the commands of a turn into one {@link Uplink} and takes the answers to those who asked.
 * Confined to the event loop of the core that created it.
 */
public final class BridgeProxy {
    private final Bus bus;
    private final int core;
    private final Runnable turnWanted;

    // Touched only on this core's event loop
    private final Map<Long, Completion> unanswered = new HashMap<>();
    private List<Command> gathered = new ArrayList<>();
    private long lastId;
    private int epoch;

    /** @param turnWanted called when there is something for {@link #turnEnded()} to send */
    public BridgeProxy(Bus bus, int core, Runnable turnWanted) {
        this.bus = bus;
        this.core = core;
        this.turnWanted = turnWanted;
    }

    /** Publishes {@code payload}, which must not change from here on. */
    public void publish(String channel, byte[] payload, Completion completion) {
        gather(new Command.Publish(expect(completion), channel, payload));
    }

    /**
     * Records a session's number of messages.
     *
     * @param first whether the session was not counted before in the present {@link #epoch()}
     */
    public void count(UUID session, long messages, boolean first, Completion completion) {
        gather(new Command.Count(expect(completion), session, messages, first));
    }

    /**
     * Asks the bridge. The future completes in a later turn on this core's event loop; it fails with the reason in words when the
     * question could not be answered.
     */
    public <T> Future<T> ask(Question<T> question) {
        Asked<T> asked = new Asked<>();
        gather(new Command.Ask(expect(asked), question));
        return asked.answer.future();
    }

    /** Completes once nothing is missed any more of what is published on a channel that is watched. */
    public void confirm(String channel, Completion completion) {
        gather(new Command.Confirm(expect(completion), channel));
    }

    /** Answers an {@link Event.Seek}. */
    public void found(long seek, SessionInfo session) {
        gather(new Command.Found(seek, session));
    }

    /** Has the record of a session that was counted deleted, with the next batch. */
    public void forget(UUID session) {
        gather(new Command.Forget(session));
    }

    /** Has Redis subscribed to the channel already, so that a later {@link #watch} misses nothing. */
    public void prepare(String channel) {
        gather(new Command.Prepare(channel));
    }

    /** Wants what is published on the channel; from when on nothing is missed {@link #confirm} tells. */
    public void watch(String channel) {
        gather(new Command.Watch(channel));
    }

    /** Wants the channel no more. */
    public void unwatch(String channel) {
        gather(new Command.Unwatch(channel));
    }

    /** Grows when Redis may have lost what was entered for the sessions. */
    public int epoch() {
        return epoch;
    }

    /** Sends what was gathered. */
    public void turnEnded() {
        if (!gathered.isEmpty()) {
            List<Command> commands = gathered;
            gathered = new ArrayList<>(Math.max(8, commands.size()));
            bus.up(core, commands);
        }
    }

    /** Takes an answer to the one who asked. */
    public void answered(Event.Answer answer) {
        Completion completion = unanswered.remove(answer.id());
        if (completion != null) {
            completion.done(answer.value(), answer.failure());
        }
    }

    /** Starts a new {@link #epoch()}. */
    public void forgotten() {
        epoch++;
    }

    /** The core ends: the bridge lets go of it. */
    public void leave() {
        gather(new Command.Leave());
        turnEnded();
    }

    private static final class Asked<T> implements Completion {
        private final Promise<T> answer = Promise.promise();

        @Override
        public void done(String failure) {
            done(null, failure);
        }

        @Override
        @SuppressWarnings("unchecked") // The bridge answers with what the question's type says
        public void done(Object value, String failure) {
            if (failure == null) {
                answer.complete((T) value);
            } else {
                answer.fail(failure);
            }
        }
    }

    private long expect(Completion completion) {
        unanswered.put(++lastId, completion);
        return lastId;
    }

    private void gather(Command command) {
        if (gathered.isEmpty()) {
            turnWanted.run();
        }
        gathered.add(command);
    }
}
