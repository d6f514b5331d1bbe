package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;

/**
 * A network file that has been read.
 *
 * @param spec what it describes
 * @param sourceMap where it says so
 */
public record NetworkFile(NetworkSpec spec, SourceMap sourceMap) {}
