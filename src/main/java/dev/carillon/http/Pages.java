package dev.carillon.http;

import dev.carillon.endpoint.EndpointContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.BiConsumer;

/** The page, what it loads, and Socket.IO's browser client. Confined to the event loop of its core. */
final class Pages {
    private static final String ASK_EACH_TIME = "no-cache";
    private static final String KEEP_AN_HOUR = "public, max-age=3600";
    private static final String KEEP_FOR_EVER = "public, max-age=31536000, immutable";

    private final Vertx vertx;
    private final Buffer description;

    // Null until the first is asked for
    private Future<WebFiles> files;

    private Pages(EndpointContext context, Map<String, String> endpoints) {
        this.vertx = context.vertx();
        this.description = new JsonObject()
                .put("server", context.serverName())
                .put("endpoints", new JsonObject(Map.copyOf(endpoints)))
                .toBuffer();
    }

    /** @param endpoints the paths of those that are served, by name */
    static void mount(Router router, EndpointContext context, Map<String, String> endpoints) {
        Pages pages = new Pages(context, endpoints);
        pages.file(router, "/", (request, files) -> FileAnswer.send(request, files.index(), ASK_EACH_TIME));
        pages.file(router, "/assets/:version/:name", Pages::asset);
        pages.file(router, "/socket.io/:name", Pages::socketIo);
        route(router, "/page.json").handler(pages::describe);
    }

    private void file(Router router, String path, BiConsumer<RoutingContext, WebFiles> answer) {
        route(router, path)
                .handler(request -> files().onComplete(files -> answer.accept(request, files), request::fail));
    }

    private static Route route(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Of another version, as it is asked for while instances are being replaced, the own file goes out, and is not kept. */
    private static void asset(RoutingContext request, WebFiles files) {
        boolean current = request.pathParam("version").equals(files.version());
        StaticFile asset = files.assets().get(request.pathParam("name"));
        FileAnswer.send(request, asset, current ? KEEP_FOR_EVER : ASK_EACH_TIME);
    }

    private static void socketIo(RoutingContext request, WebFiles files) {
        FileAnswer.send(request, files.socketIo().get(request.pathParam("name")), KEEP_AN_HOUR);
    }

    private void describe(RoutingContext request) {
        FileAnswer.secure(request.response())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        FileAnswer.end(request, description);
    }

    private Future<WebFiles> files() {
        if (files == null) {
            files = vertx.executeBlocking(WebFiles::get);
        }
        return files;
    }
}
