package dev.carillon.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.WsClient;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The hundred boxes in a real browser, on two instances. */
final class BoardE2E {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @TempDir
    Path folder;

    private RedisServer redis;
    private Instance kampen;
    private Instance mechelen;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        kampen = instance("Kampen");
        mechelen = instance("Mechelen");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void shouldShowATickOnPagesOfAllInstances() {
        Page here = chromium.open(kampen);
        Page there = chromium.open(mechelen);
        box(here, 0).click();
        assertThat(box(there, 0)).isChecked();
        box(there, 99).click();
        assertThat(box(here, 99)).isChecked();
        box(there, 0).click();
        assertThat(box(here, 0)).not().isChecked();
        assertThat(count(here)).hasText("1");
        assertThat(count(there)).hasText("1");
        assertThat(here.locator("#boxes .pending")).hasCount(0);
    }

    @Test
    void shouldShowTheBoardAsItIsToAPageThatComesLater() {
        Page first = chromium.open(kampen);
        for (int index : new int[] {3, 33, 66}) {
            box(first, index).click();
        }
        assertThat(first.locator("#boxes .pending")).hasCount(0);
        Page later = chromium.open(mechelen);
        assertThat(count(later)).hasText("3");
        assertThat(box(later, 33)).isChecked();
    }

    @Test
    void shouldBeOperatedByKeysAlone() {
        Page page = chromium.open(kampen);
        box(page, 0).focus();
        press(page, "ArrowRight", "ArrowDown", "Space");
        assertThat(box(page, 11)).isChecked();
        press(page, "Home", "ArrowLeft");
        assertThat(box(page, 10)).isFocused();
        press(page, "End", "ArrowRight");
        assertThat(box(page, 19)).isFocused();
        press(page, "PageDown", "ArrowDown");
        assertThat(box(page, 99)).isFocused();
        press(page, "PageUp", "ArrowUp");
        assertThat(box(page, 9)).isFocused();
        press(page, "Control+End");
        assertThat(box(page, 99)).isFocused();
        press(page, "Control+Home", "Space");
        assertThat(box(page, 0)).isChecked();
        assertThat(page.locator("#boxes input[tabindex='0']")).hasCount(1);
        press(page, "Tab");
        assertThat(page.locator("#boxes input:focus")).hasCount(0);
        press(page, "Shift+Tab");
        assertThat(box(page, 0)).isFocused();
    }

    @Test
    void shouldReadTheBoardWhenItMissedAChange() {
        Page page = chromium.open(kampen);
        try (RedisCli back = RedisCli.open(redis.url())) {
            back.call("HSET", "carillon:board", "42", "1");
            back.call("HINCRBY", "carillon:board", "version", "1");
        }
        endTimers(page);
        box(page, 1).click();
        assertThat(box(page, 42)).isChecked();
        assertThat(count(page)).hasText("2");
    }

    @Test
    void shouldNotBelieveAChangeWithoutAVersion() {
        Page page = chromium.open(kampen);
        box(page, 1).click();
        assertThat(count(page)).hasText("1");
        try (RedisCli back = RedisCli.open(redis.url())) {
            publish(back, "{\"event\":\"checkbox-update\",\"data\":{\"index\":50,\"value\":true}}");
        }
        box(page, 2).click();
        assertThat(count(page)).hasText("2");
        assertThat(box(page, 50)).not().isChecked();
    }

    @Test
    void shouldTakeATickBackThatIsRefusedAndBeInStepWhenRedisIsBackEmpty() {
        chromium.expectFailedRequests();
        Page page = chromium.open(kampen);
        box(page, 5).click();
        assertThat(page.locator("#boxes .pending")).hasCount(0);
        redis.stop();
        endTimers(page);
        box(page, 6).click();
        assertThat(note(page)).containsText(Pattern.compile("Not ticked: .*Redis"));
        assertThat(box(page, 6)).not().isChecked();
        assertThat(where(page)).hasAttribute("data-state", "troubled");
        assertThat(where(page)).containsText("Kampen · board cannot be read");
        assertThat(count(page)).hasText("–");
        box(page, 7).click(new Locator.ClickOptions().setForce(true));
        assertThat(note(page)).containsText("Nothing was ticked");
        assertThat(box(page, 7)).not().isChecked();
        redis.startAgain();
        assertThat(where(page)).hasAttribute("data-state", "open");
        assertThat(count(page)).hasText("0");
        Page there = chromium.open(mechelen);
        box(there, 8).click();
        assertThat(box(page, 8)).isChecked();
        assertThat(box(page, 5)).not().isChecked();
        assertThat(count(page)).hasText("1");
    }

    @Test
    void shouldBeInStepAfterARestartOfARedisThatKeepsItsData() {
        chromium.expectFailedRequests();
        redis.close();
        redis = RedisServer.start(folder);
        Instance first = instance("First");
        Instance second = instance("Second");
        Page here = chromium.open(first);
        Page there = chromium.open(second);
        box(here, 10).click();
        assertThat(box(there, 10)).isChecked();
        redis.kill();
        redis.startAgain();
        // Ticked by a client that is no page, and perhaps before the pages' instances listen again
        try (RedisCli back = RedisCli.open(redis.url())) {
            back.call("HSET", "carillon:board", "20", "1");
            back.call("HINCRBY", "carillon:board", "version", "1");
        }
        assertThat(box(here, 20)).isChecked();
        assertThat(box(there, 20)).isChecked();
        box(there, 30).click();
        assertThat(box(here, 30)).isChecked();
        assertThat(count(here)).hasText("3");
        assertThat(count(there)).hasText("3");
    }

    @Test
    void shouldShowWhatAClientThatIsNoPageTicks() {
        Page page = chromium.open(kampen);
        try (WsClient client = WsClient.open(Instances.port(mechelen), "/board")) {
            client.sendText("{\"event\":\"checkbox-update\",\"data\":{\"index\":77,\"value\":true}}");
            assertThat(box(page, 77)).isChecked();
        }
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

    private static void publish(RedisCli back, String event) {
        back.call("PUBLISH", "server:broker", event);
    }

    private static Locator box(Page page, int index) {
        return page.locator("#boxes input").nth(index);
    }

    private static Locator count(Page page) {
        return page.locator("#board-count");
    }

    private static Locator note(Page page) {
        return page.locator("#board-note");
    }

    private static Locator where(Page page) {
        return page.locator("#board .where");
    }

    /** So that it does at once what it does, and not because it looks again now and then. */
    private static void endTimers(Page page) {
        page.evaluate("() => { for (let timer = setTimeout(() => {}); timer > 0; timer--) { clearTimeout(timer); } }");
    }

    private static void press(Page page, String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }
}
