package dev.plumbline.cli;

import picocli.CommandLine.Option;

/** The option for the format of the output. */
final class Output {
    @Option(names = "--json", description = "Print one JSON document instead of text.")
    boolean json;
}
