import type { Circuit, Device, Net } from "../../circuit/index.js";
import type { Locate, SourceLocation } from "../../core/index.js";
import { readNetlist } from "../../netlist/index.js";
import { checkCards, inDevices } from "./check-cards.js";
import { takenName, unknownName } from "./errors.js";
import type { TestbenchDeck } from "./schema.js";

/** Turns a circuit under test into the circuit of one deck; one function for many circuits of one topology. */
export type Connect = (circuit: Circuit) => Circuit;

/**
 * The function that leaves out, rewires and adds devices as a deck says; circuits that share their `nets` give circuits that
 * share theirs. `place` names the deck in errors, `locate` tells where its parts stand. Throws SIMULATION_TESTBENCH for cards that cannot
 * be read, and, on a circuit, for names that it does not have.
 */
export function connector(deck: TestbenchDeck, place: string, locate?: Locate): Connect {
  const added = readCards(deck.devices, place, locate);
  const isPlain = !added && deck.remove.length === 0 && Object.keys(deck.rewire).length === 0;
  if (isPlain) return (circuit) => circuit;
  const known = new WeakMap<readonly Net[], Connect>();
  return (circuit) => {
    let connect = known.get(circuit.nets);
    if (!connect) {
      connect = connectorFor(circuit, deck, added, place, locate);
      known.set(circuit.nets, connect);
    }
    return connect(circuit);
  };
}

function readCards(cards: string, place: string, locate: Locate | undefined): Circuit | undefined {
  if (cards.trim() === "") return undefined;
  const read = readNetlist(`testbench\n${cards}`, { file: place });
  checkCards(read, place, (location) => inDevices(afterTitle(location), place, locate));
  return read.circuit;
}

const afterTitle = ({ line, column }: SourceLocation) => ({ line: line - 1, column });

function connectorFor(
  base: Circuit,
  deck: TestbenchDeck,
  added: Circuit | undefined,
  place: string,
  locate: Locate | undefined,
): Connect {
  const names = base.devices.map(({ name }) => name);
  const checkName = (name: string, path: readonly (string | number)[]) => {
    if (!names.includes(name)) throw unknownName(place, "device", name, names).at(locate?.(path));
  };
  deck.remove.forEach((name, i) => {
    checkName(name, ["remove", i]);
  });
  for (const name of Object.keys(deck.rewire)) checkName(name, ["rewire", name]);
  const nets = [...base.nets];
  const ids = new Map(nets.map(({ name }, id) => [name, id]));
  const idOf = (name: string) => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, nets.length);
    return nets.push({ name, isGround: name === "0" }) - 1;
  };
  const removed = new Set(deck.remove);
  const terminals = new Map(
    Object.entries(deck.rewire).map(([name, moves]) => {
      const device = base.devices.find((each) => each.name === name)!;
      const roles = device.terminals.map((terminal) => terminal.name);
      for (const role of Object.keys(moves)) {
        if (roles.includes(role)) continue;
        const error = unknownName(`${place}, rewire ${name}`, "terminal", role, roles);
        throw error.at(locate?.(["rewire", name, role]));
      }
      return [
        name,
        device.terminals.map((terminal) => {
          const net = moves[terminal.name];
          return net === undefined ? terminal : { ...terminal, net: idOf(net) };
        }),
      ];
    }),
  );
  const extra = (added?.devices ?? []).map(
    (device): Device => ({
      ...device,
      terminals: device.terminals.map((terminal) => ({
        ...terminal,
        net: idOf(added!.nets[terminal.net]!.name),
      })),
    }),
  );
  const taken = extra.find(({ name }) => names.includes(name) && !removed.has(name));
  if (taken) {
    const at = taken.location && inDevices(afterTitle(taken.location), place, locate);
    throw takenName(place, taken.name).at(at);
  }
  return (circuit) => ({
    ...circuit,
    nets,
    devices: [
      ...circuit.devices.flatMap((device) => {
        if (removed.has(device.name)) return [];
        const moved = terminals.get(device.name);
        return moved ? [{ ...device, terminals: moved }] : [device];
      }),
      ...extra,
    ],
    models: added && added.models.length > 0 ? replaceModels(circuit.models, added.models) : circuit.models,
  });
}

/** Models with those of the same names replaced, and the others added. */
export function replaceModels(own: Circuit["models"], others: Circuit["models"]): Circuit["models"] {
  const names = new Set(others.map(({ name }) => name));
  return [...own.filter(({ name }) => !names.has(name)), ...others];
}
