package dev.carillon.load.run;

import dev.carillon.load.plan.BackEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Publishes through the HTTP API: one connection with one request at a time, so that messages stay in order. Callable from any
 * thread; works on its own context.
 */
final class HttpBackEnd implements BackEndPublisher.Connection {
    private static final int TIMEOUT_MS = 10_000;
    private static final int MAX_WAITING = 1_000_000;

    private record Post(String user, String message, Promise<Void> taken) {}

    private final Context context;
    private final HttpClient client;
    private final BackEnd plan;
    /** Touched only on the context's event loop, as is what follows. */
    private final Queue<Post> waiting = new ArrayDeque<>();

    private boolean busy;

    HttpBackEnd(Vertx vertx, BackEnd plan) {
        context = vertx.getOrCreateContext();
        this.plan = plan;
        HttpClientOptions options =
                new HttpClientOptions().setKeepAlive(true).setPipelining(false).setConnectTimeout(TIMEOUT_MS);
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(1));
    }

    @Override
    public Future<Void> publish(String user, String message) {
        Promise<Void> taken = Promise.promise();
        context.runOnContext(on -> {
            if (waiting.size() == MAX_WAITING) {
                taken.fail("more than " + MAX_WAITING + " requests wait");
            } else {
                waiting.add(new Post(user, message, taken));
                next();
            }
        });
        return taken.future();
    }

    private void next() {
        Post post = busy ? null : waiting.poll();
        if (post == null) {
            return;
        }
        busy = true;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(plan.apiUrl().replace("{name}", post.user()))
                .setTimeout(TIMEOUT_MS)
                .putHeader("content-type", plan.apiBody().startsWith("{\"") ? "application/json" : "text/plain");
        if (!plan.apiKey().isEmpty()) {
            options.putHeader("authorization", "Bearer " + plan.apiKey());
        }
        client.request(options)
                .compose(request -> request.send(plan.apiBody().replace("{message}", post.message())))
                .compose(HttpBackEnd::taken)
                .onComplete(answer -> {
                    busy = false;
                    if (answer.succeeded()) {
                        post.taken().complete();
                    } else {
                        post.taken().fail(answer.cause());
                    }
                    context.runOnContext(on -> next());
                });
    }

    /** A user who is not there (404) is the server's word, which the clients' accounts check: it is no refusal. */
    private static Future<Void> taken(HttpClientResponse response) {
        int status = response.statusCode();
        return response.body()
                .compose(body -> status < 300 || status == 404
                        ? Future.succeededFuture()
                        : Future.failedFuture("HTTP " + status));
    }
}
