package dev.carillon.socketio;

import dev.carillon.bus.Letter;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.function.Consumer;

/** Takes errands to the core that owns a session: itself, or another of the instance. Confined to the event loop of its core. */
final class Owners {
    /** Does errands. */
    @FunctionalInterface
    interface Clerk {
        /** @param answer called once at most, when there is an answer */
        void run(Errand errand, Consumer<Object> answer);
    }

    private static final String ADDRESS = "carillon.socketio.";
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final EventBus bus;
    private final int core;
    private final Clerk clerk;

    /** @param clerk for the sessions of this core */
    Owners(EventBus bus, int core, Clerk clerk) {
        this.bus = bus;
        this.core = core;
        this.clerk = clerk;
        bus.<Letter>localConsumer(
                ADDRESS + core,
                message -> clerk.run(
                        (Errand) message.body().content(), answer -> message.reply(new Letter(answer), LOCAL)));
    }

    /**
     * Asks the owner.
     *
     * @param patienceMs how long the answer may take when another core has to give it
     * @param answer called once, on this core's event loop; with null when the owner has none, is gone, or took too long
     */
    void ask(int owner, Errand errand, long patienceMs, Consumer<Object> answer) {
        if (owner == core) {
            clerk.run(errand, answer);
        } else {
            DeliveryOptions options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(patienceMs);
            bus.<Letter>request(ADDRESS + owner, new Letter(errand), options)
                    .onComplete(reply -> answer.accept(reply.body().content()), failure -> answer.accept(null));
        }
    }

    /** Tells the owner something, after all that it was asked before. */
    void tell(int owner, Errand errand) {
        if (owner == core) {
            clerk.run(errand, nobody -> {});
        } else {
            bus.send(ADDRESS + owner, new Letter(errand), LOCAL);
        }
    }
}
