/**
 * Sessions of the nodes over gRPC streams: conversion, order, and what happens when a node is slow.
 */
@NullMarked
package dev.rondel.coordinator.grpc;

import org.jspecify.annotations.NullMarked;
