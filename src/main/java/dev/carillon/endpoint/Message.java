package dev.carillon.endpoint;

/** A client's message, lent for the length of one call. */
public interface Message {
    /** Its size in bytes. */
    int size();

    /** Copies all its bytes to {@code target}, from {@code offset} on. */
    void copyTo(byte[] target, int offset);

    /** A copy of its bytes. */
    default byte[] bytes() {
        byte[] copy = new byte[size()];
        copyTo(copy, 0);
        return copy;
    }
}
