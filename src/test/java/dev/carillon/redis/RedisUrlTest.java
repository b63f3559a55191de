package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
    @ParameterizedTest
    @CsvSource({
        "redis://host, redis://host",
        "redis://host:6379/0, redis://host:6379/0",
        "redis://bob:hunter2@host:6379/0, redis://bob:****@host:6379/0",
        "redis://:hunter2@host, redis://:****@host",
        "redis://hunter2@host, redis://****@host",
        "redis://bob:hun@ter2@host, redis://bob:****@host",
        "redis://bob:hun:ter2@host, redis://bob:****@host",
        "redis://bob:hunter2/@host, redis://bob:****@host",
        "rediss://bob:hunter2@[::1]:6379, rediss://bob:****@[::1]:6379",
        "redis://host?password=hunter2&db=1, redis://host?password=****&db=1",
        "http://bob:hunter2@host, http://bob:****@host",
        "hunter2, ****",
        "bob:hunter2@host, ****",
        "redis:/bob:hunter2@host, ****",
        "'', ''"
    })
    void shouldMaskThePasswordAndNothingElse(String url, String masked) {
        assertThat(RedisUrl.masked(url)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://host",
                "redis://host:6379",
                "redis://host/",
                "redis://host/15",
                "rediss://bob:h%23r2@host.example:1/0",
                "redis://127.0.0.1?db=1",
                "redis://[::1]:6379"
            })
    void shouldFindNoFaultWithAUrlThatCanBeUsed(String url) {
        assertThat(RedisUrl.fault(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redis://, is no URL",
        "redis://ho st, is no URL",
        "redis://red_is, names no valid host",
        "redis://:6379, names no valid host",
        "redis://bob:a#b@host, # is %23",
        "redis://bob:a%b@host, # is %23",
        "redis://host:65536, its port",
        "redis://host:0, its port",
        "redis://host/zero, the number of a database",
        "redis://host/1/2, the number of a database"
    })
    void shouldSayWhyAUrlCannotBeUsed(String url, String fault) {
        assertThat(RedisUrl.fault(url))
                .hasValueSatisfying(text -> assertThat(text).contains(fault));
    }
}
