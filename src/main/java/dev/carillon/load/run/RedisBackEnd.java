package dev.carillon.load.run;

import dev.carillon.load.LoadException;
import dev.carillon.load.plan.BackEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes through Redis, on one pipelined connection. Callable from any thread; works on its own context. */
final class RedisBackEnd implements BackEndPublisher.Connection {
    private static final int MAX_WAITING = 1_000_000;
    private static final int SECONDS = 10;

    private final Context context;
    private final RedisConnection connection;
    private final String prefix;

    private RedisBackEnd(Context context, RedisConnection connection, String prefix) {
        this.context = context;
        this.connection = connection;
        this.prefix = prefix;
    }

    /**
     * Connects.
     *
     * @throws LoadException when Redis cannot be reached
     */
    static RedisBackEnd connect(Vertx vertx, BackEnd plan) throws InterruptedException {
        Context context = vertx.getOrCreateContext();
        Promise<RedisConnection> connected = Promise.promise();
        RedisOptions options =
                new RedisOptions().setConnectionString(plan.redisUrl()).setMaxWaitingHandlers(MAX_WAITING);
        context.runOnContext(on -> Redis.createClient(vertx, options).connect().onComplete(connected));
        try {
            RedisConnection connection =
                    connected.future().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            return new RedisBackEnd(context, connection, plan.channelPrefix());
        } catch (ExecutionException e) {
            throw LoadException.failed("Redis: " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw LoadException.failed("Redis does not answer within " + SECONDS + " s");
        }
    }

    @Override
    public Future<Void> publish(String user, String message) {
        Promise<Void> taken = Promise.promise();
        context.runOnContext(on -> connection
                .send(Request.cmd(Command.PUBLISH).arg(prefix + user).arg(message))
                .<Void>mapEmpty()
                .onComplete(taken));
        return taken.future();
    }
}
