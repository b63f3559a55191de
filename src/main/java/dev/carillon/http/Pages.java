package dev.carillon.http;

import dev.carillon.endpoint.EndpointContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;

/** The page, what it loads, and Socket.IO's browser client. Confined to the event loop of its core. */
final class Pages {
    private static final String ASK_EACH_TIME = "no-cache";
    private static final String KEEP_AN_HOUR = "public, max-age=3600";
    private static final String KEEP_FOR_EVER = "public, max-age=31536000, immutable";

    private final Vertx vertx;
    private final String description;

    // Null until it is first asked for
    private Future<WebFiles> files;

    private Pages(EndpointContext context, Map<String, String> endpoints) {
        this.vertx = context.vertx();
        this.description = new JsonObject()
                .put("server", context.serverName())
                .put("endpoints", new JsonObject(Map.copyOf(endpoints)))
                .encode();
    }

    /** @param endpoints the paths of those that are served, by name */
    static void mount(Router router, EndpointContext context, Map<String, String> endpoints) {
        Pages pages = new Pages(context, endpoints);
        route(router, "/", pages::index);
        route(router, "/assets/:version/:name", pages::asset);
        route(router, "/socket.io/:name", pages::socketIo);
        route(router, "/page.json", pages::description);
    }

    private static void route(Router router, String path, Function<RoutingContext, Future<?>> answer) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> answer.apply(context).onFailure(context::fail));
    }

    private Future<?> index(RoutingContext context) {
        return files().onSuccess(files -> FileAnswer.send(context, files.index(), ASK_EACH_TIME));
    }

    /** Of another version, as it is while instances are being replaced, the own file goes out, and is not kept. */
    private Future<?> asset(RoutingContext context) {
        return files().onSuccess(files -> FileAnswer.send(
                context,
                files.assets().get(context.pathParam("name")),
                context.pathParam("version").equals(files.version()) ? KEEP_FOR_EVER : ASK_EACH_TIME));
    }

    private Future<?> socketIo(RoutingContext context) {
        return files().onSuccess(files ->
                FileAnswer.send(context, files.socketIo().get(context.pathParam("name")), KEEP_AN_HOUR));
    }

    private Future<?> description(RoutingContext context) {
        FileAnswer.secure(context.response())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store");
        return context.end(description);
    }

    private Future<WebFiles> files() {
        if (files == null) {
            files = vertx.executeBlocking(WebFiles::get);
        }
        return files;
    }
}
