package dev.plumbline.cluster;

import dev.plumbline.metrics.Scores;

/**
 * The metrics of a network on examples that a cluster holds.
 *
 * @param loss over all examples, with the network's reduction
 * @param scores all other metrics
 */
public record ClusterEvaluation(double loss, Scores scores) {}
