package dev.plumbline.cli.terminal;

import picocli.CommandLine.Option;

/** The option for the format of the output. */
public final class Output {
    @Option(names = "--json", description = "Print one JSON document instead of text.")
    public boolean json;
}
