package dev.carillon.ops;

import dev.carillon.socket.WebSocketVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Lets verticles come to a port and leave it, one after the other. In Vert.x who comes while the last one leaves joins a server
 * that is closing: it is told that it listens, and the port is not bound. Confined to the event loop of the supervisor.
 */
final class Ports {
    private final Vertx vertx;
    private final IntPredicate served;
    private final long startMs;

    /** For each port the end of what was last begun there. */
    private final Map<Integer, Future<?>> turns = new HashMap<>();

    /**
     * @param served whether a verticle runs on a port that nothing is known against
     * @param startMs how long a verticle may take to start: it may have been dealt an event loop that is blocked
     */
    Ports(Vertx vertx, IntPredicate served, long startMs) {
        this.vertx = vertx;
        this.served = served;
        this.startMs = startMs;
    }

    /**
     * Deploys a verticle on its port. When nobody serves the port, it is bound on this event loop, which is never blocked, and
     * handed over. Fails with a {@link java.util.concurrent.TimeoutException} when it takes too long.
     */
    Future<String> join(WebSocketVerticle verticle, int port) {
        return inTurn(port, () -> {
            if (served.test(port)) {
                return deploy(verticle, port);
            }
            HttpServer holder = verticle.holder(vertx);
            return holder.listen().compose(bound -> deploy(verticle, port)).eventually(() -> holder.close());
        });
    }

    /**
     * Has a verticle accept no more, although its event loop may not answer. Completes once the port is free, if it was the last
     * there: the one that holds it meanwhile leaves last, and knows when that is done.
     */
    Future<Void> leave(WebSocketVerticle verticle, int port) {
        return inTurn(port, () -> {
            if (served.test(port)) {
                verticle.abandon();
                return Future.succeededFuture();
            }
            HttpServer holder = verticle.holder(vertx);
            return holder.listen()
                    .eventually(() -> {
                        verticle.abandon();
                        return holder.close();
                    })
                    .mapEmpty();
        });
    }

    private Future<String> deploy(WebSocketVerticle verticle, int port) {
        Future<String> deployed = vertx.deployVerticle(verticle);
        return deployed.timeout(startMs, TimeUnit.MILLISECONDS)
                .onFailure(
                        late -> deployed.onSuccess(id -> leave(verticle, port).onComplete(left -> vertx.undeploy(id))));
    }

    private <T> Future<T> inTurn(int port, Supplier<Future<T>> step) {
        Future<T> turn = turns.getOrDefault(port, Future.succeededFuture()).transform(before -> step.get());
        turns.put(port, turn);
        return turn;
    }
}
