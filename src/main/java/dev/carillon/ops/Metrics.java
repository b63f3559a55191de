package dev.carillon.ops;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.Set;

/** Sets up what is measured: Vert.x's own meters, those of the JVM, and a registry for Carillon's. Pure. */
public final class Metrics {
    private Metrics() {}

    /** A registry for one instance. */
    public static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // To Vert.x every connection that becomes a session looks like a request that broke off
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("vertx.http.server.request.resets"));
        return registry;
    }

    /**
     * A Vert.x that reports to {@code registry}: event bus, HTTP server, pools. Its clients' sockets are left out, being those of
     * the bridge, which counts for itself.
     */
    public static Vertx vertx(VertxOptions options, PrometheusMeterRegistry registry, String name) {
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName(name)
                .setJvmMetricsEnabled(true)
                .setDisabledMetricsCategories(Set.of(
                        MetricsDomain.NET_CLIENT.toCategory(),
                        MetricsDomain.HTTP_CLIENT.toCategory(),
                        MetricsDomain.DATAGRAM_SOCKET.toCategory()));
        return Vertx.builder()
                .with(options.setMetricsOptions(metrics))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }
}
