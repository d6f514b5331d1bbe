package dev.plumbline.backend;

/**
 * Why a backend cannot be used.
 *
 * @param reason the reason, a clause
 * @param remedy what to do, a sentence
 */
public record Obstacle(String reason, String remedy) {}
