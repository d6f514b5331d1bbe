package dev.plumbline.yaml;

/**
 * A place in a file with a remark.
 *
 * @param span the place
 * @param text the remark, a few words; may be empty
 */
public record Label(Span span, String text) {}
