package dev.carillon.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The machine's own Chromium: {@code CHROMIUM} or {@code /usr/bin/chromium}. Pages are closed as soon as a test has ended, which fails when one of
 * them wrote an error or a warning to its console, as a breach of the content security policy does. Register as a static field.
 */
final class Chromium implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
    private static final int TIMEOUT_MS = 20_000;
    private static final List<String> QUIET = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;
    private boolean failuresExpected;

    /** A page of an instance on a wide screen, all of whose panels are connected. */
    Page open(Instance instance) {
        return open(Instances.port(instance), new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    /** A page of what serves a port of this machine, all of whose panels are connected. */
    Page open(int port, Browser.NewContextOptions options) {
        Page page = page(options);
        page.navigate("http://127.0.0.1:" + port + "/");
        assertThat(page.locator(".panel .where[data-state=open]"))
                .hasCount(page.locator(".panel:not([hidden])").count());
        return page;
    }

    /** A file on a wide screen. */
    Page open(Path file) {
        Page page = page(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.navigate(file.toUri().toString());
        return page;
    }

    private Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        contexts.add(context);
        Page page = context.newPage();
        page.setDefaultTimeout(TIMEOUT_MS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** The test takes the server or Redis away, which the browser's console complains of. */
    void expectFailedRequests() {
        failuresExpected = true;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
        String executable = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(executable))
                        .setChromiumSandbox(false)
                        .setArgs(QUIET));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        List<String> left = complaints.stream()
                .filter(complaint -> !failuresExpected || !isFailedRequest(complaint))
                .toList();
        complaints.clear();
        failuresExpected = false;
        Assertions.assertThat(left).as("errors and warnings on the console").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        playwright.close();
    }

    private static boolean isFailedRequest(String complaint) {
        return complaint.startsWith("WebSocket connection to ") || complaint.startsWith("Failed to load resource: ");
    }
}
