package dev.plumbline.yaml;

/**
 * A place in a file and what there is to say of it.
 *
 * @param span the place
 * @param text a few words; may be empty
 */
public record Label(Span span, String text) {}
