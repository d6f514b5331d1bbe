package dev.plumbline.cli;

import picocli.CommandLine.Option;

/** The options that say how a verb tells its result. */
final class Output {
    @Option(names = "--json", description = "Print one JSON document instead of text.")
    boolean json;
}
