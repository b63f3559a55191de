package dev.carillon.redis;

import dev.carillon.redis.RedisChoice.Kind;
import java.io.IOException;

/** Decides which Redis an instance uses, and starts one when there is none. Blocking: not for event loops. */
public final class LocalRedis {
    private LocalRedis() {}

    /**
     * The configured Redis, which is not asked; else the one that answers on {@code 127.0.0.1:localPort}; else an embedded one,
     * started there. When two processes choose at the same moment, one starts it and the other finds it.
     *
     * @throws IOException that says in words for the user what is in the way
     */
    public static RedisChoice choose(RedisSettings settings) throws IOException {
        if (!settings.url().isEmpty()) {
            return new RedisChoice(settings.url(), Kind.CONFIGURED, null);
        }
        int port = settings.localPort();
        if (isFound(port)) {
            return found(port);
        }
        try {
            return new RedisChoice(url(port), Kind.EMBEDDED, EmbeddedRedis.start(port));
        } catch (IOException e) {
            if (isFound(port)) {
                return found(port);
            }
            throw e;
        }
    }

    private static boolean isFound(int port) throws IOException {
        return switch (RedisProbe.ask(port)) {
            case REDIS -> true;
            case NOBODY -> false;
            case LOCKED_REDIS ->
                throw new IOException("the Redis at 127.0.0.1:" + port
                        + " wants a password: set redis.url (REDIS_URL) to redis://:<password>@127.0.0.1:" + port);
            case STRANGER ->
                throw new IOException("port " + port
                        + " on 127.0.0.1 is taken by something that does not answer like Redis: set redis.url (REDIS_URL) to a"
                        + " running Redis, or redis.localPort (CARILLON_REDIS_LOCAL_PORT) to another port");
        };
    }

    private static RedisChoice found(int port) {
        return new RedisChoice(url(port), Kind.FOUND, null);
    }

    private static String url(int port) {
        return "redis://127.0.0.1:" + port;
    }
}
