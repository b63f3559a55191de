package dev.carillon.testing;

import dev.carillon.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The Redis that tests share: {@code REDIS_URL} when set, else a container where a Docker engine answers, else the embedded one.
 * Started once for all tests of a run; it says which.
 */
public final class RedisExtension implements BeforeAllCallback {
    private static final Logger log = LoggerFactory.getLogger(RedisExtension.class);
    private static final String IMAGE = "redis:8-alpine";
    private static final int REDIS_PORT = 6379;

    /** Kept in the root store, so that JUnit closes it after the last test. */
    private record Shared(String url, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    private static volatile String url;

    /** Where the shared Redis is. */
    public static String url() {
        if (url == null) {
            throw new IllegalStateException("This test has no RedisExtension");
        }
        return url;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Shared shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Shared.class, key -> start(), Shared.class);
        url = shared.url;
    }

    private static Shared start() {
        String configured = System.getenv("REDIS_URL");
        if (configured != null && !configured.isEmpty()) {
            log.warn("Tests use the Redis that REDIS_URL names");
            return new Shared(configured, () -> {});
        }
        if (dockerAnswers()) {
            GenericContainer<?> container =
                    new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(REDIS_PORT);
            container.start();
            log.warn("Tests use Redis in a container of {}", IMAGE);
            return new Shared(
                    "redis://" + container.getHost() + ":" + container.getMappedPort(REDIS_PORT), container::stop);
        }
        RedisServer embedded = RedisServer.start();
        log.warn("Tests use the embedded Redis, as no REDIS_URL is set and no Docker engine answers");
        return new Shared(embedded.url(), embedded::close);
    }

    private static boolean dockerAnswers() {
        if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return false;
        }
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }
}
