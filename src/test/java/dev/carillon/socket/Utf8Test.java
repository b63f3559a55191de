package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check of text, against tables and against every sequence of up to three bytes. */
final class Utf8Test {
    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#valid")
    void shouldAcceptText(String digits) {
        assertThat(Utf8.isValid(buffer(Frames.hex(digits)))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#valid")
    void shouldAcceptTextWhereverItIsCut(String digits) {
        byte[] text = Frames.hex(digits);
        for (int cut = 0; cut <= text.length; cut++) {
            Utf8 check = new Utf8();
            assertThat(check.append(Unpooled.wrappedBuffer(text, 0, cut))).isTrue();
            assertThat(check.append(Unpooled.wrappedBuffer(text, cut, text.length - cut)))
                    .isTrue();
            assertThat(check.complete()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#unfinished")
    void shouldWaitForTheRestOfACharacter(String digits) {
        Utf8 check = new Utf8();
        assertThat(check.append(buffer(Frames.hex(digits)))).isTrue();
        assertThat(check.complete()).isFalse();
        assertThat(Utf8.isValid(buffer(Frames.hex(digits)))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dev.carillon.socket.Utf8Samples#broken")
    void shouldRejectWhatIsNoText(String digits) {
        assertThat(Utf8.isValid(buffer(Frames.hex(digits)))).isFalse();
        assertThat(new Utf8().append(buffer(Frames.hex(digits)))).isFalse();
    }

    @Test
    void shouldFailAtTheFirstByteThatCannotBelongToText() {
        BitSet beginnings = beginnings();
        for (int length = 1; length <= 3; length++) {
            for (int sequence = 0; sequence < 1 << 8 * length; sequence++) {
                if (length < 3 || beginnings.get(key(2, sequence >> 8)) && lead(sequence >> 16) > 2) {
                    byte[] bytes = new byte[length];
                    for (int i = 0; i < length; i++) {
                        bytes[i] = (byte) (sequence >> 8 * (length - 1 - i));
                    }
                    boolean expected = beginnings.get(key(length, sequence)) || isPairOfCharacters(length, sequence);
                    if (new Utf8().append(Unpooled.wrappedBuffer(bytes)) != expected) {
                        assertThat(bytes).as("expected %s", expected).isNull();
                    }
                }
            }
        }
    }

    @Test
    void shouldFindTheWrongByteWhereverItStandsAmongAscii() {
        Random random = new Random(42);
        for (int length = 1; length < 64; length++) {
            byte[] text = Frames.ascii(length);
            assertThat(Utf8.isValid(buffer(text))).isTrue();
            for (int at = 0; at < length; at++) {
                byte[] wrong = text.clone();
                wrong[at] = (byte) (0x80 + random.nextInt(0x40));
                assertThat(Utf8.isValid(buffer(wrong))).isFalse();
            }
        }
    }

    @Test
    void shouldLookOnlyAtWhatIsReadable() {
        ByteBuf buffer = Unpooled.wrappedBuffer(Frames.hex("ff 41 42 ff"));
        buffer.readerIndex(1).writerIndex(3);
        assertThat(Utf8.isValid(buffer)).isTrue();
        assertThat(buffer.readerIndex()).isEqualTo(1);
    }

    /** Every beginning of the encoding of every code point. */
    private static BitSet beginnings() {
        BitSet beginnings = new BitSet(1 << 26);
        IntStream.rangeClosed(0, 0x10ffff)
                .filter(codePoint -> codePoint < 0xd800 || codePoint > 0xdfff)
                .forEach(codePoint -> {
                    int length = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
                    int sequence = 0;
                    for (int i = 0; i < Math.min(3, length); i++) {
                        int bits = codePoint >> 6 * (length - 1 - i);
                        int lead = length == 1 ? bits : 0xff00 >> length & 0xff | bits;
                        sequence = sequence << 8 | (i == 0 ? lead : 0x80 | bits & 0x3f);
                        beginnings.set(key(i + 1, sequence));
                    }
                });
        return beginnings;
    }

    private static boolean isPairOfCharacters(int length, int sequence) {
        if (length != 2 || sequence >> 8 >= 0x80) {
            return false;
        }
        int second = sequence & 0xff;
        return second < 0x80 || second >= 0xc2 && second <= 0xf4;
    }

    private static int lead(int first) {
        return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    private static int key(int length, int sequence) {
        return length << 24 | sequence;
    }

    private static ByteBuf buffer(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }
}
