// What the states of the output mean.
import type { Output } from "$/ipc/bindings";

/** It sounds, or it is silent because Attacca was started so. */
export const isAsAsked = (output: Output): boolean => output.state === "open" || output.state === "none";
