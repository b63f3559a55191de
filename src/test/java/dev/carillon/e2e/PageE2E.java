package dev.carillon.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat, session, connections and looks of the page in a real browser. */
final class PageE2E {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    // A radio button shows it on the text beside it
    private static final String SEEN_FOCUS = "[document.activeElement, document.activeElement.nextElementSibling]"
            + ".filter(Boolean).map(element => getComputedStyle(element).outlineStyle).find(style => style !== 'none')";

    // Which delays servers ask for, and how long the page waits
    private static final String NOTE_DELAYS = """
            (() => {
                window.asked = [];
                window.delays = [];
                const parse = JSON.parse;
                JSON.parse = text => {
                    const json = parse(text);
                    if (json?.reconnectInMs !== undefined) {
                        window.asked.push(json.reconnectInMs);
                    }
                    return json;
                };
                const timeout = window.setTimeout;
                window.setTimeout = (action, ms) => {
                    window.delays.push(ms);
                    return timeout(action, ms);
                };
            })()""";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    private RedisServer redis;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void shouldCarryWhatIsSaidToPagesOfAllInstances() {
        Page here = chromium.open(instance("Kampen"));
        Page there = chromium.open(instance("Mechelen"));
        say(here, "Good morning <b>all</b>");
        assertThat(line(there)).hasText(Pattern.compile("^Kampen Good morning <b>all</b> .+"));
        say(there, "Good morning");
        assertThat(line(here)).hasText(Pattern.compile("^Mechelen Good morning .+"));
        assertThat(here.locator("#chat-log .line")).hasCount(2);
        assertThat(here.locator("#chat-text")).hasValue("");
    }

    @Test
    void shouldKeepATextThatCouldNotBeSent() {
        Page page = chromium.open(instance("Kampen"));
        redis.stop();
        say(page, "Is anybody there?");
        assertThat(page.locator("#chat-note")).containsText("Not sent: ");
        assertThat(page.locator("#chat-text")).hasValue("Is anybody there?");
        assertThat(page.locator("#chat-log .line")).hasCount(0);
        redis.startAgain();
        page.locator("#chat-text").press("Enter");
        assertThat(line(page)).containsText("Is anybody there?");
        assertThat(page.locator("#chat-note")).isHidden();
    }

    @Test
    void shouldCountMessagesAndServerEventsOfItsSession() {
        Page page = chromium.open(instance("Kampen"));
        assertThat(page.locator("#session-id")).hasText(UUID);
        assertThat(page.locator("#session-instance")).hasText(UUID);
        page.locator("input[name=pace][value='100']").check();
        assertThat(page.locator("#session-count")).hasText(Pattern.compile("\\d{3,}"));
        assertThat(page.locator("#session-rate")).hasText(Pattern.compile("\\d{2,}"));
        assertThat(page.locator("#session-delay")).hasText(Pattern.compile("[\\d.]+ ms"));
        page.locator("#session-toggle").click();
        assertThat(page.locator("#session-rate")).hasText("0");
        try (RedisCli back = RedisCli.open(redis.url())) {
            String id = page.locator("#session-id").textContent();
            assertThat(page.locator("#session-count").textContent().replace(",", ""))
                    .isEqualTo(back.text("HGET", "session:" + id, "messageCount"));
            back.call("PUBLISH", "server-event", "{\"type\":\"server-event\",\"message\":\"Noon\"}");
            back.call("PUBLISH", "server-event", "no JSON at all");
        }
        assertThat(page.locator("#session-events")).hasText("2");
        assertThat(page.locator("#session-event-text")).hasText("no JSON at all");
    }

    @Test
    void shouldSayThatTheConnectionIsLostAndComeBackByItself() {
        chromium.expectFailedRequests();
        Instance first = instance("Kampen");
        int port = Instances.port(first);
        Page page = chromium.open(first);
        assertThat(page.locator("#banner")).isHidden();
        page.locator("#boxes input").nth(4).click();
        assertThat(page.locator("#boxes .pending")).hasCount(0);
        String session = page.locator("#session-id").textContent();
        instances.stop(first);
        assertThat(page.locator("#banner-text"))
                .hasText(Pattern.compile(".+\\. Attempt \\d+ (in \\d+\\ss|now|under way)\\."));
        assertThat(page.locator("#announcer")).hasText("The connection is lost. Trying again.");
        assertThat(page.locator(".where[data-state=open]")).hasCount(0);
        assertThat(page.locator("#board-count")).hasText("–");
        assertThat(page.locator("#session-id")).hasText("–");
        page.locator("#boxes input").nth(5).click(new Locator.ClickOptions().setForce(true));
        assertThat(page.locator("#boxes input").nth(5)).not().isChecked();
        say(page, "kept");
        assertThat(page.locator("#chat-note")).containsText("Not sent");
        assertThat(page.locator("#chat-text")).hasValue("kept");
        instances.start("redis.url", redis.url(), "server.name", "Mechelen", "server.port", String.valueOf(port));
        assertThat(page.locator(".where[data-state=open]")).hasCount(3);
        assertThat(page.locator("#banner")).isHidden();
        assertThat(page.locator("#announcer")).hasText("Connected again.");
        assertThat(page.locator("#board .where")).hasText("Mechelen");
        assertThat(page.locator("#board-count")).hasText("1");
        assertThat(page.locator("#session-id")).hasText(UUID);
        assertThat(page.locator("#session-id").textContent()).isNotEqualTo(session);
        page.locator("#chat-text").press("Enter");
        assertThat(line(page)).containsText("kept");
    }

    @Test
    void shouldShowWhatWasSaidWhileTheConnectionWasLost() {
        chromium.expectFailedRequests();
        Instance first = instance("Kampen");
        Page page = chromium.open(first);
        say(page, "before");
        assertThat(line(page)).containsText("before");
        Page other = chromium.open(instance("Mechelen"));
        instances.stop(first);
        say(other, "meanwhile");
        assertThat(line(other)).containsText("meanwhile");
        instances.start("redis.url", redis.url(), "server.port", String.valueOf(Instances.port(first)));
        assertThat(page.locator("#chat-log .line")).hasCount(2);
        assertThat(line(page)).containsText("meanwhile");
        assertThat(page.locator("#chat-log .aside").last()).containsText("What was said in between follows.");
        redis.kill();
        redis.startAgain();
        assertThat(page.locator("#chat-log .aside").last()).hasText("Something may be missing here.");
    }

    @Test
    void shouldMoveToTheNextServerAsADrainingOneAsksItTo() {
        chromium.expectFailedRequests();
        Instance first = instances.start(
                "redis.url",
                redis.url(),
                "server.name",
                "Kampen",
                "server.drainWindow",
                "30m",
                "server.verticlesPerPort",
                "1");
        Page page = chromium.open(first);
        assertThat(page.locator(".where[data-state=open]")).hasCount(3);
        page.evaluate(NOTE_DELAYS);
        Instances.post(first.managementPort(), "/drain");
        await().until(() -> Instances.metric(first, "carillon_drain_sessions_left") == 2);
        instances.start(
                "redis.url",
                redis.url(),
                "server.name",
                "Mechelen",
                "server.port",
                String.valueOf(Instances.port(first)));
        first.hurry();
        assertThat(page.locator("#board .where")).hasText("Mechelen");
        assertThat(page.locator(".where[data-state=open]")).hasCount(3);
        assertThat(page.locator("#banner")).isHidden();
        assertThat(page.evaluate("window.asked.length")).isEqualTo(3);
        assertThat(page.evaluate("window.asked.filter(ms => !window.delays.includes(ms))"))
                .isEqualTo(List.of());
    }

    @Test
    void shouldTryAtOnceWhenAskedTo() {
        chromium.expectFailedRequests();
        Instance first = instance("Kampen");
        int port = Instances.port(first);
        Page page = chromium.open(first);
        instances.stop(first);
        page.evaluate("window.setTimeout = () => 0");
        assertThat(page.locator("#banner-text")).hasText(Pattern.compile(".+\\. Attempt \\d+ now\\."));
        instances.start("redis.url", redis.url(), "server.port", String.valueOf(port));
        page.locator("#reconnect").click();
        assertThat(page.locator(".where[data-state=open]")).hasCount(3);
    }

    @Test
    void shouldShowOnlyThePanelsOfWhatIsServed() {
        Instance instance = instances.start("redis.url", redis.url(), "board.enabled", "false", "chat.path", "/talk");
        Page page = chromium.open(instance);
        assertThat(page.locator("#board")).isHidden();
        assertThat(page.locator("#session .where")).hasText(Pattern.compile("Server-\\d+"));
        say(page, "Hello");
        assertThat(line(page)).containsText("Hello");
        Page empty = chromium.open(instances.start(
                "redis.url",
                redis.url(),
                "board.enabled",
                "false",
                "chat.enabled",
                "false",
                "sessions.enabled",
                "false"));
        assertThat(empty.locator("#nothing")).containsText("turned off");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 768, 1280, 2560})
    void shouldFitAScreen(int width) {
        Page page = chromium.open(
                Instances.port(instance("Server".repeat(10))),
                new Browser.NewContextOptions()
                        .setViewportSize(width, 844)
                        .setHasTouch(width < 800)
                        .setIsMobile(width < 800)
                        .setColorScheme(ColorScheme.DARK)
                        .setReducedMotion(ReducedMotion.REDUCE));
        say(page, "https://example.org/" + "x".repeat(300));
        assertThat(line(page)).containsText("xxx");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(page.evaluate("[...document.querySelectorAll('main, .panel, #chat-log, .where')]"
                        + ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.id || box.className)"))
                .isEqualTo(List.of());
        Locator box = page.locator("#boxes input").nth(99);
        if (width < 800) {
            box.tap();
        } else {
            box.click();
        }
        assertThat(box).isChecked();
        assertThat(box.boundingBox().width).isGreaterThanOrEqualTo(24);
        assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
    }

    @Test
    void shouldBringAllControlsIntoReachOfTheTabKey() {
        Page page = chromium.open(instance("Kampen"));
        for (String control : List.of(
                "#boxes input[aria-label='Box 1']",
                "#chat-log",
                "#chat-text",
                "#chat-form button",
                "#session-toggle",
                "input[name=pace][value='1']")) {
            page.keyboard().press("Tab");
            assertThat(page.locator(control)).isFocused();
            assertThat(page.evaluate(SEEN_FOCUS))
                    .as("focus on %s is seen", control)
                    .isEqualTo("solid");
        }
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("input[name=pace][value='10']")).isChecked();
    }

    private Instance instance(String name) {
        return instances.start(
                "redis.url",
                redis.url(),
                "server.name",
                name,
                "redis.commandTimeout",
                "1s",
                "redis.backoffMax",
                "500ms");
    }

    private static void say(Page page, String text) {
        page.locator("#chat-text").fill(text);
        page.locator("#chat-text").press("Enter");
    }

    private static Locator line(Page page) {
        return page.locator("#chat-log .line").last();
    }
}
