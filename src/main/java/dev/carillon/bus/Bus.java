package dev.carillon.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.Supplier;

/** The seam between cores and bridge: addresses and what travels on them. Immutable. */
public final class Bus {
    private static final String UP = "carillon.bridge";
    private static final String DOWN = "carillon.core.";
    private static final String HEALTH = "carillon.bridge.health";
    private static final DeliveryOptions HEALTH_OPTIONS =
            new DeliveryOptions().setSendTimeout(1000).setLocalOnly(true);

    private final EventBus events;

    public Bus(Vertx vertx) {
        this.events = vertx.eventBus();
    }

    /** Makes the seam's messages known to an instance's event bus. Once for each Vert.x. */
    public static void registerCodecs(Vertx vertx) {
        ByReference.register(vertx.eventBus(), Uplink.class);
        ByReference.register(vertx.eventBus(), Downlink.class);
        ByReference.register(vertx.eventBus(), BridgeHealth.class);
        ByReference.register(vertx.eventBus(), Letter.class);
    }

    /** From a core to the bridge. */
    public void up(int core, List<Command> commands) {
        events.send(UP, new Uplink(core, commands));
    }

    /** From the bridge to a core. A core that has ended gets nothing. */
    public void down(int core, List<Event> tidings) {
        events.send(DOWN + core, new Downlink(tidings));
    }

    /** Called by the bridge: takes what the cores send, on the calling verticle's event loop. */
    public MessageConsumer<Uplink> bridge(Handler<Uplink> handler) {
        return events.<Uplink>localConsumer(UP).handler(message -> handler.handle(message.body()));
    }

    /** Called by the bridge: answers {@link #health()}. */
    public void healthOf(Supplier<BridgeHealth> health) {
        events.<Void>localConsumer(HEALTH).handler(question -> question.reply(health.get()));
    }

    /** Asks the bridge how it is; fails when it does not answer within a second. Callable from anywhere. */
    public Future<BridgeHealth> health() {
        return events.<BridgeHealth>request(HEALTH, null, HEALTH_OPTIONS).map(Message::body);
    }

    /** Called by a core: takes what the bridge sends it, on the calling verticle's event loop. */
    public MessageConsumer<Downlink> core(int core, Handler<Downlink> handler) {
        return events.<Downlink>localConsumer(DOWN + core).handler(message -> handler.handle(message.body()));
    }
}
