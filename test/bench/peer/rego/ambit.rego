# The rules come in as data, grouped by who they are for:
#   data.roles[user]           what the user holds, the user included
#   data.rules[role].allow     and .deny: lists of rules
# One entry point per model, each with no more clauses than the model has.
package ambit

import rego.v1

default s0 := false

s0 if {
	some rule in data.rules[input.user].allow
	same(rule)
	not s0_denied
}

s0_denied if {
	some rule in data.rules[input.user].deny
	same(rule)
}

default s1 := false

s1 if {
	some role in data.roles[input.user]
	some rule in data.rules[role].allow
	s1_holds(rule)
	not s1_denied
}

s1_denied if {
	some role in data.roles[input.user]
	some rule in data.rules[role].deny
	s1_holds(rule)
}

s1_holds(rule) if {
	same(rule)
	startswith(input.resource, rule.start)
}

default s2 := false

s2 if {
	some role in data.roles[input.user]
	some rule in data.rules[role].allow
	s2_holds(rule)
	not s2_denied
}

s2_denied if {
	some role in data.roles[input.user]
	some rule in data.rules[role].deny
	s2_holds(rule)
}

s2_holds(rule) if {
	s1_holds(rule)
	input.amount <= rule.most
}

default agent := false

agent if {
	some role in data.roles[input.user]
	some rule in data.rules[role].allow
	agent_holds(rule)
	not agent_denied
}

agent_denied if {
	some role in data.roles[input.user]
	some rule in data.rules[role].deny
	agent_holds(rule)
}

agent_holds(rule) if {
	one_of(rule.action, [input.action])
	one_of(rule.tool, input.toolsets)
	one_of(rule.purpose, input.purposes)
	input.sensitivity >= rule.sensitivity.from
	input.sensitivity <= rule.sensitivity.to
	input.depth >= rule.depth.from
	input.depth <= rule.depth.to
	startswith(input.resource, rule.start)
	within(rule)
}

same(rule) if {
	rule.tool == input.tool
	rule.action == input.action
}

one_of("*", _) := true

one_of(name, names) if name in names

within(rule) if rule.of == "none"

within(rule) if {
	rule.of == "attempt"
	input.attempt <= rule.most
}

within(rule) if {
	rule.of == "amount"
	input.amount <= rule.most
}
