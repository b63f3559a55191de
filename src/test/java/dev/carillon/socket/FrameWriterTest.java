package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as bytes, against the figure of RFC 6455, section 5.2. */
final class FrameWriterTest {
    private final ByteBuf out = Unpooled.buffer();

    @ParameterizedTest
    @CsvSource({
        "0, 81 00",
        "1, 81 01",
        "125, 81 7d",
        "126, 81 7e 00 7e",
        "127, 81 7e 00 7f",
        "255, 81 7e 00 ff",
        "256, 81 7e 01 00",
        "65535, 81 7e ff ff",
        "65536, 81 7f 00 00 00 00 00 01 00 00",
        "16777216, 81 7f 00 00 00 00 01 00 00 00"
    })
    void shouldWriteTheLengthInItsShortestForm(int length, String head) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');
        FrameWriter.frame(out, FrameWriter.TEXT, payload, length);
        assertThat(written()).isEqualTo(Frames.concat(Frames.hex(head), payload));
        assertThat(FrameWriter.size(length)).isEqualTo(Frames.hex(head).length + length);
    }

    @ParameterizedTest
    @CsvSource({"1, 81", "2, 82", "8, 88", "9, 89", "10, 8a"})
    void shouldWriteEveryOpcodeInAWholeFrame(int opcode, String first) {
        FrameWriter.frame(out, opcode, Frames.NOTHING, 0);
        assertThat(written()).isEqualTo(Frames.hex(first + "00"));
    }

    @Test
    void shouldWriteTheBeginningOfAnArray() {
        FrameWriter.frame(out, FrameWriter.BINARY, Frames.utf8("payload and more"), 7);
        assertThat(written()).isEqualTo(Frames.concat(Frames.hex("82 07"), Frames.utf8("payload")));
    }

    @Test
    void shouldWriteWhatIsReadableOfABufferAndLeaveItSo() {
        ByteBuf payload = Unpooled.copiedBuffer("(payload)", StandardCharsets.UTF_8)
                .readerIndex(1)
                .writerIndex(8);
        FrameWriter.frame(out, FrameWriter.PONG, payload);
        assertThat(written()).isEqualTo(Frames.concat(Frames.hex("8a 07"), Frames.utf8("payload")));
        assertThat(payload.readableBytes()).isEqualTo(7);
    }

    @Test
    void shouldMarkACompressedMessageByTheFirstReservedBit() {
        FrameWriter.deflatedFrame(out, FrameWriter.TEXT, Frames.hex("f2 48 cd c9 c9 07 00"), 7);
        assertThat(written()).isEqualTo(Frames.hex("c1 07 f2 48 cd c9 c9 07 00"));
    }

    @Test
    void shouldWriteOneFrameBehindTheOther() {
        FrameWriter.frame(out, FrameWriter.TEXT, Frames.utf8("a"), 1);
        FrameWriter.emptyClose(out);
        assertThat(written()).isEqualTo(Frames.hex("81 01 61 88 00"));
    }

    @Test
    void shouldWriteCodeAndReasonOfAClose() {
        FrameWriter.close(out, 1013, "slow");
        assertThat(written()).isEqualTo(Frames.concat(Frames.hex("88 06 03 f5"), Frames.utf8("slow")));
    }

    @Test
    void shouldWriteACloseWithoutAReason() {
        FrameWriter.close(out, 65535, "");
        assertThat(written()).isEqualTo(Frames.hex("88 02 ff ff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "€", "😀"})
    void shouldCutALongReasonBehindAWholeCharacter(String character) {
        for (int before = 0; before < 5; before++) {
            out.clear();
            FrameWriter.close(out, 1000, "x".repeat(before) + character.repeat(200));
            byte[] frame = written();
            int reason = 123 - (123 - before) % Frames.utf8(character).length;
            assertThat(frame).hasSize(2 + 2 + reason).startsWith(0x88, 2 + reason, 0x03, 0xe8);
            assertThat(new String(frame, 4, reason, StandardCharsets.UTF_8))
                    .isEqualTo(
                            "x".repeat(before) + character.repeat((reason - before) / Frames.utf8(character).length));
        }
    }

    private byte[] written() {
        return ByteBufUtil.getBytes(out);
    }
}
