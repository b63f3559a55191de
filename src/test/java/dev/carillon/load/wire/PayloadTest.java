package dev.carillon.load.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final int RUN = 0xcafe1234;

    private final byte[] identity = new byte[Payload.LENGTH];

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 2, 3", "99999, 2147483647, 1795000000000000", "16777215, -1, 1"})
    void shouldReadWhatItWrote(int publisher, int number, long dueUs) {
        ByteBuf text = text("[Server-9001] ", 64, publisher, number, dueUs);
        int at = Payload.find(text, 0, text.readableBytes(), 0, RUN, identity);
        assertThat(at).isEqualTo(14);
        assertThat(Payload.publisher(identity)).isEqualTo(publisher);
        assertThat(Payload.number(identity)).isEqualTo(number);
        assertThat(Payload.dueUs(identity)).isEqualTo(dueUs);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 14, 1000, 7})
    void shouldFindItWhateverTheGuess(int guess) {
        ByteBuf text = text("~L1 ~L1[Server] ", 48, 1, 2, 3);
        assertThat(Payload.find(text, 0, text.readableBytes(), guess, RUN, identity))
                .isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~L1", "hello, hello, hello, hello, hello, hello, hello", "~L1cafe1234"})
    void shouldNotFindWhatIsNotThere(String words) {
        ByteBuf text = Unpooled.copiedBuffer(words, StandardCharsets.US_ASCII);
        assertThat(Payload.find(text, 0, text.readableBytes(), 0, RUN, identity))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, RUN + 1, -1})
    void shouldNotTakeAnotherRunsMessages(int run) {
        ByteBuf text = text("", 48, 1, 2, 3);
        assertThat(Payload.find(text, 0, text.readableBytes(), 0, run, identity))
                .isEqualTo(-1);
    }

    private static ByteBuf text(String before, int size, int publisher, int number, long dueUs) {
        byte[] payload = new byte[size];
        Payload.write(payload, size, RUN, publisher, number, dueUs);
        return Unpooled.copiedBuffer(
                before + new String(payload, StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }
}
