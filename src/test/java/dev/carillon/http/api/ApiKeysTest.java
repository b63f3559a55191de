package dev.carillon.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and their secrets. */
final class ApiKeysTest {
    private static final String SHA256_OF_TEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void shouldKnowEachKeyByItsSecret() {
        ApiKeys keys = new ApiKeys(
                List.of("a:0123456789abcdef", "b:with:colon:0123456", "c:sha256:" + SHA256_OF_TEST.toUpperCase()));
        assertThat(keys.nameOf("0123456789abcdef")).contains("a");
        assertThat(keys.nameOf("with:colon:0123456")).contains("b");
        assertThat(keys.nameOf("test")).contains("c");
    }

    @Test
    void shouldKnowNoOtherSecret() {
        ApiKeys keys = new ApiKeys(List.of("a:0123456789abcdef", "c:sha256:" + SHA256_OF_TEST));
        for (String wrong :
                List.of("", "a", "0123456789abcde", "0123456789ABCDEF", "a:0123456789abcdef", SHA256_OF_TEST)) {
            assertThat(keys.nameOf(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void shouldFindAHashAndTheSecretItIsOfAlike() {
        String hash = "sha256:9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";
        assertThat(ApiKeys.faults(List.of("a:" + hash, "b:" + hash))).hasSize(1);
        assertThat(ApiKeys.faults(List.of("a:" + hash, "b:0123456789abcdef"))).hasSize(1);
        assertThat(ApiKeys.faults(List.of("a:" + hash, "b:fedcba9876543210"))).isEmpty();
    }

    @Test
    void shouldMaskAllButTheName() {
        assertThat(ApiKeys.masked("shop:redis://user@hunter2")).isEqualTo("shop:****");
        assertThat(ApiKeys.masked("hunter2")).isEqualTo("****");
        assertThat(ApiKeys.masked("hun ter:2")).isEqualTo("****");
    }
}
