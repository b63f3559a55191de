package dev.carillon.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts that are UTF-8, that begin so and end too early, and that are not (RFC 3629). In hexadecimal digits. Pure. */
final class Utf8Samples {
    /** Bytes that are text wherever they stand. */
    static final String GREEK = "ce ba e1 bd b9 cf 83 ce bc ce b5";

    private static final int[] BOUNDARIES = {
        0x00, 0x01, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xcfff, 0xd000, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff,
        0x10000, 0x10400, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff
    };

    private Utf8Samples() {}

    /** Whole texts. */
    static Stream<String> valid() {
        List<String> samples = new ArrayList<>(List.of(
                "",
                GREEK,
                "48 65 6c 6c 6f 2d c2 b5 40 c3 9f c3 b6 c3 a4 c3 bc c3 a0 c3 a1 2d 55 54 46 2d 38 21 21",
                // Combining, right to left, beyond the basic plane, joined emoji
                "65 cc 81 20 d7 a9 d7 9c d7 95 d7 9d 20 e4 bd a0 e5 a5 bd",
                "f0 9f 91 a9 e2 80 8d f0 9f 91 a9 e2 80 8d f0 9f 91 a7",
                // A byte order mark is a character like any other
                "ef bb bf 41",
                // Long runs of ASCII around one character
                "61 61 61 61 61 61 61 61 61 e2 82 ac 62 62 62 62 62 62 62 62 62"));
        IntStream.of(BOUNDARIES).mapToObj(Utf8Samples::encoded).forEach(samples::add);
        // The last two code points of each plane are no characters, but their encodings are text
        IntStream.rangeClosed(0, 16)
                .flatMap(plane -> IntStream.of(plane << 16 | 0xfffe, plane << 16 | 0xffff))
                .mapToObj(Utf8Samples::encoded)
                .forEach(samples::add);
        return samples.stream();
    }

    /** Beginnings of texts that end within a character: wrong only if nothing follows. */
    static Stream<String> unfinished() {
        return Stream.of(
                "c2",
                "df",
                "e0",
                "e0 a0",
                "e1",
                "e1 80",
                "ec bf",
                "ed",
                "ed 80",
                "ed 9f",
                "ee 80",
                "ef",
                "ef bf",
                "f0",
                "f0 90",
                "f0 90 80",
                "f0 9f 98",
                "f1",
                "f1 80",
                "f1 80 80",
                "f3 bf bf",
                "f4",
                "f4 80",
                "f4 8f",
                "f4 8f bf",
                "41 42 43 c3",
                GREEK + " e2 82",
                "61 61 61 61 61 61 61 61 f0 9f 98");
    }

    /** Wrong whatever follows. */
    static Stream<String> broken() {
        List<String> samples = new ArrayList<>(List.of(
                // Nothing to continue
                "80",
                "bf",
                "80 bf",
                "80 bf 80",
                "80 bf 80 bf",
                "80 bf 80 bf 80",
                "80 bf 80 bf 80 bf",
                "41 80",
                "c3 a4 80",
                "e2 82 ac 80",
                "f0 9f 98 80 80",
                // Cut short by another character
                "c0 20",
                "c1 20",
                "c2 20",
                "df 20",
                "e0 20",
                "e1 20",
                "ef 20",
                "e1 80 20",
                "ef bf 20",
                "f0 20",
                "f0 90 20",
                "f1 20",
                "f1 80 20",
                "f4 20",
                "f1 80 80 20",
                "f0 9f 98 20",
                "c2 c2",
                "e1 c2 80",
                "e1 80 e1",
                "f1 80 80 f1",
                // Bytes that never occur
                "fe",
                "ff",
                "fe fe ff ff",
                "c0",
                "c1",
                "f5",
                "f6",
                "f7",
                "f8",
                "fb",
                "fc",
                "fd",
                // Longer than need be
                "c0 80",
                "c0 af",
                "c1 bf",
                "e0 80 80",
                "e0 80 af",
                "e0 9f bf",
                "f0 80 80 80",
                "f0 80 80 af",
                "f0 8f bf bf",
                "f8 80 80 80 af",
                "f8 87 bf bf bf",
                "fc 80 80 80 80 af",
                "fc 83 bf bf bf bf",
                // Halves of surrogate pairs, alone and in pairs
                "ed a0 80",
                "ed ad bf",
                "ed ae 80",
                "ed af bf",
                "ed b0 80",
                "ed be 80",
                "ed bf bf",
                "ed a0 80 ed b0 80",
                "ed a0 80 ed bf bf",
                "ed ad bf ed b0 80",
                "ed af bf ed bf bf",
                // Above U+10FFFF
                "f4 90 80 80",
                "f4 bf bf bf",
                "f5 80 80 80",
                "f7 bf bf bf",
                "f8 88 80 80 80",
                "fb bf bf bf bf",
                "fc 84 80 80 80 80",
                "fd bf bf bf bf bf",
                // Another encoding
                "e4 f6 fc",
                "ff fe 41 00",
                "fe ff 00 41",
                // In the midst of right text
                GREEK + " ed a0 80 65 64 69 74 65 64",
                GREEK + " f4 90 80 80 65 64 69 74 65 64",
                "61 61 61 61 61 61 61 61 80 61 61 61 61 61 61 61",
                "61 61 61 61 61 61 61 61 61 61 61 ff"));
        IntStream.rangeClosed(0x80, 0xbf)
                .mapToObj(continuation -> "41 " + Integer.toHexString(continuation))
                .forEach(samples::add);
        return samples.stream();
    }

    /** The encoding of a code point, by the table of section 3. */
    static String encoded(int codePoint) {
        int[] bytes;
        if (codePoint < 0x80) {
            bytes = new int[] {codePoint};
        } else if (codePoint < 0x800) {
            bytes = new int[] {0xc0 | codePoint >> 6, tail(codePoint)};
        } else if (codePoint < 0x10000) {
            bytes = new int[] {0xe0 | codePoint >> 12, tail(codePoint >> 6), tail(codePoint)};
        } else {
            bytes = new int[] {0xf0 | codePoint >> 18, tail(codePoint >> 12), tail(codePoint >> 6), tail(codePoint)};
        }
        StringBuilder digits = new StringBuilder();
        for (int each : bytes) {
            digits.append(String.format("%02x ", each));
        }
        return digits.toString().trim();
    }

    private static int tail(int bits) {
        return 0x80 | bits & 0x3f;
    }
}
