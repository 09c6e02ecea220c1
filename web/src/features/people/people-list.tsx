import { Button, Group, Stack, Text } from '@mantine/core'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { ROLE_LABELS, type PersonView } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { InviteModal } from './invite.tsx'
import { peopleQuery } from './people-queries.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonState } from './person-state.tsx'

export function PeopleList() {
  const { data, error, refetch } = useQuery(peopleQuery)
  const [isInviting, setInviting] = useState(false)
  const invite = (
    <Button
      size="xs"
      onClick={() => setInviting(true)}
      leftSection={<IconUserPlus size={14} aria-hidden />}
    >
      Invite
    </Button>
  )
  return (
    <Panel title="People" actions={invite} flush>
      <DataTable
        label="People"
        columns={COLUMNS}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        minWidth={720}
        card={(person) => <PersonCard person={person} />}
        empty={
          <EmptyState icon={IconUsers} title="Nobody here">
            Invite people by link.
          </EmptyState>
        }
      />
      {isInviting && <InviteModal onClose={() => setInviting(false)} />}
    </Panel>
  )
}

const COLUMNS: Column<PersonView>[] = [
  { key: 'name', header: 'Name', cell: (person) => <NameAndMail person={person} /> },
  { key: 'role', header: 'Profile', width: 120, cell: ({ role }) => ROLE_LABELS[role] },
  { key: 'state', header: 'State', width: 120, cell: ({ state }) => <PersonState state={state} /> },
  { key: 'seen', header: 'Last seen', width: 150, cell: (person) => <LastSeen person={person} /> },
  {
    key: 'actions',
    header: 'Actions',
    width: 90,
    align: 'right',
    cell: (person) => <PersonActions person={person} />,
  },
]

function NameAndMail({ person }: { person: PersonView }) {
  return (
    <>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {person.name}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {person.email}
      </Text>
    </>
  )
}

function PersonCard({ person }: { person: PersonView }) {
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <NameAndMail person={person} />
        </div>
        <PersonActions person={person} />
      </Group>
      <Group gap="xs">
        <PersonState state={person.state} />
        <Text size="sm">{ROLE_LABELS[person.role]}</Text>
        <Text size="sm" c="dimmed" component="div">
          Seen: <LastSeen person={person} />
        </Text>
      </Group>
    </Stack>
  )
}

function LastSeen({ person: { lastSeenAt } }: { person: PersonView }) {
  return lastSeenAt === null ? 'never' : <RelativeTime at={lastSeenAt} />
}
