package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;

/**
 * A parsed network file.
 *
 * @param spec the network
 * @param sourceMap the place of each value
 */
public record NetworkFile(NetworkSpec spec, SourceMap sourceMap) {}
