package dev.carillon.socket;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections from which a whole request is awaited, and until when: a handshake must not take for ever, however busily its bytes
 * drip. Confined to the event loop of its core.
 */
final class Lobby {
    private final long timeoutNs;

    // In the order of their deadlines, as all wait equally long
    private final Map<HttpConnection, Long> deadlinesNs = new LinkedHashMap<>();
    private boolean closed;

    Lobby(Duration timeout) {
        this.timeoutNs = timeout.toNanos();
    }

    /** A request is awaited from the connection. */
    void enter(HttpConnection connection, long nowNs) {
        deadlinesNs.remove(connection);
        if (closed) {
            connection.close();
        } else {
            deadlinesNs.put(connection, nowNs + timeoutNs);
        }
    }

    /** The request has come, or the connection is gone. */
    void leave(HttpConnection connection) {
        deadlinesNs.remove(connection);
    }

    /** No request is awaited any more: closes them all, and whoever comes from now on. */
    void close() {
        closed = true;
        List.copyOf(deadlinesNs.keySet()).forEach(HttpConnection::close);
        deadlinesNs.clear();
    }

    /** Closes those from which nothing whole came in time. */
    void look(long nowNs) {
        Iterator<Map.Entry<HttpConnection, Long>> waiting =
                deadlinesNs.entrySet().iterator();
        while (waiting.hasNext()) {
            Map.Entry<HttpConnection, Long> entry = waiting.next();
            if (nowNs - entry.getValue() < 0) {
                return;
            }
            waiting.remove();
            entry.getKey().close();
        }
    }
}
