package dev.carillon.retry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Asks again until the answer is yes. Pure. */
public final class Polling {
    private Polling() {}

    /** Completes when {@code condition} gives true; asked at once, and again {@code pauseMs} after each no. */
    public static Future<Void> until(Vertx vertx, long pauseMs, Supplier<Future<Boolean>> condition) {
        return condition.get().compose(yes -> {
            if (yes) {
                return Future.succeededFuture();
            }
            Promise<Void> pause = Promise.promise();
            vertx.setTimer(pauseMs, timer -> pause.complete());
            return pause.future().compose(done -> until(vertx, pauseMs, condition));
        });
    }
}
