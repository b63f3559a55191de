package dev.carillon.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.Instances;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page as the packaged jar serves it. */
final class JarE2E {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @TempDir
    Path folder;

    @Test
    void shouldHaveThePageInTheJar() throws Exception {
        int port = RedisServer.freePort();
        try (RedisServer redis = RedisServer.start();
                CarillonProcess carillon = CarillonProcess.start(
                        folder, Map.of("PORT", "" + port, "REDIS_URL", redis.url(), "CARILLON_MANAGEMENT_PORT", "0"))) {
            carillon.awaitOutput("Carillon serves port " + port);
            chromium.expectFailedRequests();
            Page page = chromium.open(port, new Browser.NewContextOptions());
            page.locator("#boxes input").first().click();
            assertThat(page.locator("#board-count")).hasText("1");
            assertThat(Instances.get(port, "/socket.io/socket.io.js").statusCode())
                    .isEqualTo(200);
            carillon.kill();
            assertThat(page.locator("#banner")).isVisible();
        }
    }

    @Test
    void shouldHaveNoMoreOfTheSocketIoClientInTheJarThanItServes() throws Exception {
        try (ZipFile jar = new ZipFile(System.getProperty("carillon.jar"))) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()))
                    .filteredOn(name -> name.contains("webjars"))
                    .containsExactly("META-INF/resources/webjars/socket.io-client/4.8.4/socket.io.min.js");
        }
    }
}
