package dev.carillon.bus;

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

    /** Has the record of a session that was counted deleted, with the next batch. */
    public void forget(UUID session) {
        gather(new Command.Forget(session));
    }

    /** Has Redis subscribed to the channel already, so that a later {@link #watch} misses nothing. */
    public void prepare(String channel) {
        gather(new Command.Prepare(channel));
    }

    /**
     * Wants what is published on the channel. Sent at once and not at the turn's end: whoever publishes after a client was told
     * that it is connected must not overtake it.
     */
    public void watch(String channel) {
        gather(new Command.Watch(channel));
        turnEnded();
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
            completion.done(answer.failure());
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
